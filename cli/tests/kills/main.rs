//! `kill -9` at any time needs nobody: real processes, on SQLite and on Postgres.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod resuming;
mod site;

use serde_json::Value;
use site::{Site, on_each};

/// Trials of a tenth of a second or so, each with 21 points.
const SWEEP: &str = "
name: chaos
method: grid
parameters: { lr: { min: 1e-3, max: 0.1, points: 30 } }
replicates: 2
train: { synthetic: { optimum: 0.1, steps: 20, step_ms: 5 } }
";

/// What must hold of a sweep that has come to its end, whatever was killed on the way.
fn check(site: &Site, id: &str) -> Vec<Value> {
    let sweep = site.json(&["show", id, "--json"]);
    assert_eq!((&sweep["state"], &sweep["counts"]["completed"]), (&"completed".into(), &60.into()));
    let trials = site.json(&["trials", id, "--json"])["items"].as_array().unwrap().clone();
    assert_eq!(trials.len(), 60);
    for trial in &trials {
        let name = trial["id"].as_str().unwrap();
        let metrics = site.get(&format!("/trials/{name}/metrics"));
        let losses = metrics["series"].as_array().unwrap();
        let losses = losses.iter().find(|it| it["metric"] == "val_loss").unwrap();
        let steps: Vec<u64> =
            losses["steps"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
        assert_eq!(steps, (0..=20).collect::<Vec<_>>(), "{trial}");
        let attempts = site.get(&format!("/trials/{name}"))["attempts"].as_array().unwrap().clone();
        assert_eq!(attempts.len() as u64, trial["attempt"].as_u64().unwrap(), "{attempts:?}");
        let completed = attempts.iter().filter(|it| it["ending"] == "completed").count();
        assert_eq!(completed, 1, "{attempts:?}");
    }
    trials
}

fn endings(site: &Site, trials: &[Value]) -> Vec<String> {
    let all = trials.iter().flat_map(|it| {
        let trial = site.get(&format!("/trials/{}", it["id"].as_str().unwrap()));
        trial["attempts"].as_array().unwrap().clone()
    });
    all.map(|it| it["ending"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_worker_that_is_killed_costs_its_trials_one_attempt() {
    on_each(|mut site| {
        site.hire(3);
        let id = site.submit(SWEEP);
        site.wait(&id, |counts| counts["completed"].as_u64() >= Some(6));
        site.kill_worker(0);
        site.wait(&id, |counts| counts["completed"] == 60);
        let trials = check(&site, &id);
        let lost = endings(&site, &trials).iter().filter(|it| *it == "lost").count();
        let failures: u64 = trials.iter().map(|it| it["failures"].as_u64().unwrap()).sum();
        assert!(lost >= 1, "the worker held trials when it was killed");
        assert_eq!(failures, lost as u64);
    });
}

#[test]
fn a_coordinator_that_is_killed_loses_nothing_that_it_acknowledged() {
    on_each(|mut site| {
        site.hire(2);
        let id = site.submit(SWEEP);
        for before in [5, 25] {
            site.wait(&id, |counts| counts["completed"].as_u64() >= Some(before));
            let known = site.counts(&id)["completed"].as_u64().unwrap();
            site.kill_coordinator();
            site.start_coordinator();
            assert!(site.counts(&id)["completed"].as_u64() >= Some(known));
        }
        site.wait(&id, |counts| counts["completed"] == 60);
        let trials = check(&site, &id);
        let endings = endings(&site, &trials);
        assert!(endings.iter().all(|it| it == "completed"), "no attempt was lost: {endings:?}");
    });
}

#[test]
fn a_worker_that_is_asked_to_leave_hands_its_trials_back_at_no_cost() {
    on_each(|mut site| {
        site.hire(2);
        let id = site.submit(SWEEP);
        site.wait(&id, |counts| counts["completed"].as_u64() >= Some(6));
        site.ask_worker_to_leave(0);
        site.wait(&id, |counts| counts["completed"] == 60);
        let trials = check(&site, &id);
        assert!(trials.iter().all(|it| it["failures"] == 0), "{trials:?}");
        let endings = endings(&site, &trials);
        assert!(endings.iter().all(|it| it == "completed" || it == "released"), "{endings:?}");
    });
}

#[test]
fn everything_killed_at_once_goes_on_where_it_was() {
    on_each(|mut site| {
        site.hire(2);
        let id = site.submit(SWEEP);
        site.wait(&id, |counts| counts["completed"].as_u64() >= Some(10));
        site.kill_worker(0);
        site.kill_coordinator();
        site.kill_worker(0);
        site.start_coordinator();
        site.hire(2);
        site.wait(&id, |counts| counts["completed"] == 60);
        check(&site, &id);
    });
}
