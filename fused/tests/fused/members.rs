//! What members are to each other: nothing.

use super::{MLP, Run, data, digits, together};
use trainer::Ending;

const TOO_FAST: &str = r#""kind": "sgd", "lr": 1e30"#;

fn sgd(lr: &str) -> search::config::TrialConfig {
    digits(MLP, &format!(r#""kind": "sgd", "momentum": 0.9, "lr": {lr}"#), "")
}

fn bits(runs: &[&Run]) -> Vec<Vec<u64>> {
    runs.iter().map(|it| it.bits()).collect()
}

#[test]
fn a_member_that_blows_up_at_once_leaves_the_others_as_they_would_be_without_it() {
    let models = [
        MLP.to_owned(),
        format!(r#"{MLP}, "activation": "gelu", "batch_norm": true"#),
        format!(r#"{MLP}, "activation": "tanh""#),
    ];
    for model in models {
        let good = ["0.01", "0.05", "0.1"].map(|it| digits(&model, &format!("\"lr\": {it}"), ""));
        let bad = digits(&model, TOO_FAST, "");
        let data = data(&bad);
        let [a, b, c] = &good;
        let with = together(&[(a, 1), (&bad, 1), (b, 2), (c, 3)], &data, None);
        let without = together(&[(a, 1), (b, 2), (c, 3)], &data, None);
        let behaving = together(&[(a, 1), (a, 1), (b, 2), (c, 3)], &data, None);
        let expected = bits(&without.iter().collect::<Vec<_>>());
        assert_eq!(bits(&[&with[0], &with[2], &with[3]]), expected);
        assert_eq!(bits(&[&behaving[0], &behaving[2], &behaving[3]]), expected);
        assert_eq!(*with[1].ending(), Ending::Diverged);
        assert!(with[1].points.len() < with[0].points.len());
    }
}

#[test]
fn the_same_bundle_twice_is_the_same_to_the_bit() {
    let configs = [sgd("0.01"), sgd("0.1")];
    let jobs = [(&configs[0], 1), (&configs[1], 2)];
    let data = data(&configs[0]);
    let once = together(&jobs, &data, None);
    let twice = together(&jobs, &data, None);
    assert_eq!(bits(&once.iter().collect::<Vec<_>>()), bits(&twice.iter().collect::<Vec<_>>()));
}

#[test]
fn a_bundle_of_one_is_what_a_larger_one_makes_of_it() {
    let configs = [sgd("0.01"), sgd("0.1")];
    let data = data(&configs[0]);
    let one = together(&[(&configs[1], 2)], &data, None);
    let two = together(&[(&configs[0], 1), (&configs[1], 2)], &data, None);
    assert_eq!(one[0].bits(), two[1].bits());
}

#[test]
fn seeds_give_members_weights_and_orders_of_their_own() {
    let config = sgd("0.05");
    let runs = together(&[(&config, 1), (&config, 2), (&config, 1)], &data(&config), None);
    assert_eq!(runs[0].bits(), runs[2].bits());
    assert_ne!(runs[0].bits(), runs[1].bits());
    assert!(runs[0].last("val_loss") < runs[0].points[0].metrics[2].1);
}
