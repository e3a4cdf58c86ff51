//! Members that leave before the others, and members that do not belong.

use super::{MLP, agree, alone, config, data, digits, together};
use trainer::Ending;

fn sgd(lr: &str) -> search::config::TrialConfig {
    digits(MLP, &format!(r#""kind": "sgd", "momentum": 0.9, "lr": {lr}"#), "")
}

#[test]
fn a_member_that_is_told_to_stop_leaves_and_the_others_go_on_untouched() {
    let config = sgd("0.05");
    let data = data(&config);
    let jobs = [(&config, 1), (&config, 2), (&config, 3)];
    let all = together(&jobs, &data, None);
    for stopping in 0..3 {
        // After the point before training and the one of update 10.
        let runs = together(&jobs, &data, Some((stopping, 2)));
        for member in 0..3 {
            if member == stopping {
                assert_eq!(*runs[member].ending(), Ending::Stopped);
                assert_eq!(runs[member].points[..], all[member].points[..2]);
            } else {
                assert_eq!(runs[member].bits(), all[member].bits());
                assert_eq!(runs[member].ending(), all[member].ending());
            }
        }
    }
}

#[test]
fn all_but_one_leave_one_after_the_other() {
    // Each blows up later than the one before.
    let configs = ["1e30", "1e12", "1e6", "0.05"].map(sgd);
    let jobs: Vec<_> = configs.iter().map(|it| (it, 1)).collect();
    let data = data(&configs[0]);
    let (alone, together) = (alone(&jobs, &data), together(&jobs, &data, None));
    agree(3, &alone[3], &together[3], 1e-4);
    for member in 0..3 {
        assert_eq!(*together[member].ending(), Ending::Diverged);
    }
}

#[test]
fn who_does_not_belong_fails_alone_and_is_told_why() {
    let [first, other] = [sgd("0.05"), digits(MLP, r#""kind": "adam", "lr": 0.001"#, "")];
    let model = digits(r#""kind": "logistic""#, r#""lr": 0.05, "momentum": 0.9"#, "");
    let batch = config("\"digits\"", MLP, "\"steps\": 30, \"batch_size\": 32", r#""lr": 0.05"#, "");
    let data = data(&first);
    let runs = together(&[(&first, 1), (&other, 1), (&model, 1), (&batch, 1)], &data, None);
    let by_itself = together(&[(&first, 1)], &data, None);
    assert_eq!(runs[0].bits(), by_itself[0].bits());
    for (member, why) in [(1, "the optimizer's kind"), (2, "model"), (3, "batches")] {
        let error = runs[member].ending.as_ref().unwrap().as_ref().unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}
