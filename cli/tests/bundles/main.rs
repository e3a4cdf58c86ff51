//! Bundles from one end to the other: a real coordinator, a worker that trains bundles, and our own trainer's runs in them. Whatever
//! happens to one member, the others come to what they would have come to alone, to the last bit.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod lockstep;
mod scene;

use lockstep::Gate;
use scene::{Scene, rates};
use serde_json::Value;

/// Rates up to one that diverges at once; a point an epoch.
const SWEEP: &str = "
name: bundle
method: grid
parameters: { lr: { values: [0.001, 0.01, 0.05, 0.2, 1e30] } }
train: { builtin: { dataset: { kind: moons, samples: 200 }, model: { kind: mlp, hidden: [8] } }, epochs: 12 }
optimizer: { kind: sgd, momentum: 0.9 }
";

/// A grid that successive halving cuts down.
const HALVED: &str = "
name: halved
method: grid
parameters: { lr: { min: 1e-4, max: 1.0, points: 8 } }
train: { builtin: { dataset: { kind: moons, samples: 200 }, model: { kind: mlp, hidden: [8] } }, epochs: 27 }
early_stopping: { kind: asha }
";

#[tokio::test]
async fn a_bundle_comes_to_what_its_trials_come_to_alone() {
    let scene = Scene::start(SWEEP, &Gate::open()).await;
    let trials = scene.ended().await;
    assert_eq!(scene.sizes(), [5], "they were trained together");
    for trial in &trials {
        assert_eq!(trial["state"], "completed");
        assert_eq!(trial["diverged"], rates(trial) > 1.0);
        scene.same_as_alone(trial).await;
    }
}

#[tokio::test]
async fn a_member_that_is_cancelled_leaves_and_the_others_go_on_as_if_alone() {
    let gate = Gate::at(6);
    let scene = Scene::start(SWEEP, &gate).await;
    gate.reached().await;
    let cancelled = scene.trial(1).await;
    scene.post(&format!("/trials/{}/cancel", cancelled["id"].as_str().unwrap())).await;
    scene.signs_of_life(2).await;
    gate.go_on();
    let trials = scene.ended().await;
    let states: Vec<&Value> = trials.iter().map(|it| &it["state"]).collect();
    assert_eq!(states, ["completed", "cancelled", "completed", "completed", "completed"]);
    for trial in &trials {
        scene.same_as_alone(trial).await;
    }
    assert!(scene.points(&trials[1]).await < 9, "it left at its next point");
}

#[tokio::test]
async fn a_member_whose_lease_is_lost_is_trained_again_and_the_others_go_on_as_if_alone() {
    let gate = Gate::at(6);
    let scene = Scene::start(SWEEP, &gate).await;
    gate.reached().await;
    // Somebody else speaks for the worker, and hands one of its trials back.
    let lost = scene.trial(2).await;
    scene.release(&lost).await;
    let other = scene.hire_alone();
    scene.until(|it| it[2]["state"] == "completed").await;
    scene.signs_of_life(2).await;
    gate.go_on();
    let trials = scene.ended().await;
    other.leave().await;
    assert_eq!(scene.sizes(), [5]);
    let attempts: Vec<&Value> = trials.iter().map(|it| &it["attempt"]).collect();
    assert_eq!(attempts, [1, 1, 2, 1, 1]);
    for trial in &trials {
        assert_eq!(trial["state"], "completed");
        scene.same_as_alone(trial).await;
    }
}

#[tokio::test]
async fn members_that_early_stopping_ends_leave_and_the_others_go_on_as_if_alone() {
    // The first rung is after three epochs; what is judged there is told before the fifth has been.
    let gate = Gate::at(5);
    let scene = Scene::start(HALVED, &gate).await;
    gate.reached().await;
    scene.until(|it| it.iter().all(|it| it["trained"].as_u64() >= Some(3))).await;
    scene.signs_of_life(2).await;
    gate.go_on();
    let trials = scene.ended().await;
    assert_eq!(scene.sizes(), [8]);
    let of = |state: &str| trials.iter().filter(|it| it["state"] == state).count();
    assert!(of("stopped") >= 2 && of("completed") >= 2, "{trials:?}");
    for trial in &trials {
        scene.same_as_alone(trial).await;
    }
}

#[tokio::test]
async fn the_members_of_a_worker_that_is_killed_are_trained_again() {
    let gate = Gate::at(6);
    let mut scene = Scene::start(SWEEP, &gate).await;
    gate.reached().await;
    scene.kill();
    let heir = scene.hire_fused(&Gate::open());
    // All but the one that had diverged, and was told of, before.
    scene.until(|it| it[..4].iter().all(|it| it["attempt"] == 2)).await;
    let trials = scene.ended().await;
    heir.leave().await;
    gate.go_on();
    for trial in &trials {
        let lost = u64::from(rates(trial) < 1.0);
        assert_eq!((&trial["state"], &trial["failures"]), (&"completed".into(), &lost.into()));
        scene.same_as_alone(trial).await;
    }
}
