//! Answers as the coordinator gives them and as people read them.

use super::*;

fn sweep() -> Sweep {
    serde_json::from_str(include_str!("../../tests/answers/sweep.json")).unwrap()
}

fn best() -> Best {
    serde_json::from_str(include_str!("../../tests/answers/best.json")).unwrap()
}

fn range_test() -> RangeTest {
    serde_json::from_str(include_str!("../../tests/answers/range_test.json")).unwrap()
}

#[test]
fn an_answer_says_the_rate_how_sure_it_is_and_what_surrounds_it() {
    insta::assert_snapshot!(best::text(&sweep(), &best(), &[]), @r"
    digits-grid: val_loss (lower is better)

      best learning rate      0.12
      optimizer.momentum      0.9
      val_loss                0.31 ± 0.01 over 3 seeds
      interval                0.07 to 0.21 (95 % confidence)
      as good                 0.2 (0.312)
      nearly as good          0.05 to 0.3 (within 1 % of the best)
      divergence              from 0.9 on; 0.45 still trained
      holds for               20 epochs, 320 updates

    LR    MEAN   SEEDS  OPTIMIZER.MOMENTUM
    0.12  0.31   3      0.9
    0.2   0.312  3      0
    ");
}

#[test]
fn an_answer_says_what_early_stopping_has_saved() {
    let mut sweep = sweep();
    sweep.counts.stopped = 20;
    sweep.spared = Some(crate::rest::Spared { trials: 13.5 });
    let text = best::text(&sweep, &best(), &[]);
    let told =
        "stopped early           20 trials, which spared the work of 13.5 whole trials (38 %)";
    assert!(text.contains(told), "{text}");
}

#[test]
fn what_is_missing_says_why() {
    let mut found = best();
    found.interval = None;
    found.tied = None;
    found.why = Some("interval: one replicate; tied: the same".into());
    let text = best::text(&sweep(), &found, &[]);
    let told = "  not known               interval: one replicate\n                          tied: the same\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn combinations_have_a_row_each_and_batches_a_rule() {
    let mut found = best();
    let groups = r#"[
        {"parameters": {"optimizer.momentum": 0.0}, "best": {"lr": 0.2, "mean": 0.312, "std": 0.01},
         "interval": {"low": 0.15, "high": 0.3, "confidence": 0.95}},
        {"parameters": {"optimizer.momentum": 0.9}, "best": null, "interval": null}]"#;
    found.groups = serde_json::from_str(groups).unwrap();
    found.scaling = serde_json::from_str(
        r#"{"exponent": 0.52, "low": 0.41, "high": 0.63, "compatible_with": ["square_root"]}"#,
    )
    .unwrap();
    found.top.clear();
    let text = best::text(&sweep(), &found, &[]);
    insta::assert_snapshot!(text.split("still trained\n").nth(1).unwrap(), @r#"
      rate grows as           batch^0.52 (0.41 to 0.63): fits square root
      holds for               20 epochs, 320 updates

    OPTIMIZER.MOMENTUM  BEST LR  INTERVAL     MEAN   STD
    0                   0.2      0.15 to 0.3  0.312  0.01
    0.9                 -        -            -      -
    "#);
}

#[test]
fn what_to_know_before_relying_on_an_answer_stands_below_it() {
    let mut found = best();
    found.warnings.push("the best rate is the lowest that was tried".into());
    let text = best::text(&sweep(), &found, &[]);
    assert!(text.ends_with("\nwarning: the best rate is the lowest that was tried\n"), "{text}");
}

#[test]
fn without_a_trial_there_is_no_answer_and_no_plot() {
    let mut found = best();
    found.best = None;
    found.top.clear();
    found.why = Some("no trial has ended".into());
    let text = best::text(&sweep(), &found, &[]);
    assert!(text.contains("best learning rate      no trial has ended\n"), "{text}");
    assert!(!text.contains('+'), "{text}");
}

#[test]
fn a_range_test_answers_with_a_bracket() {
    insta::assert_snapshot!(range_test::text(&sweep(), &range_test()), @r#"
    digits-grid: val_loss (lower is better)

      bracket to search       0.0067 to 0.1
      loss stops falling at   0.1
      curves                  1
      they disagree           the metrics put the highest rate 4 times apart: train_loss 1.000e-1, val_loss 4.000e-1
      note                    the curve is too short for `steep`

    READING            TRAIN_LOSS     VAL_LOSS
    valley             0.02           0.03
    slide              0.05           0.05
    steep              -              -
    minimum            0.01           0.04
    steepest           0.03           0.03
    edge               0.1            0.4
    edge of the seeds  0.09 to 0.1    -
    bracket            0.0067 to 0.1  0.01 to 0.4

    ACCURACY      RISES FROM  UP TO  OF THE SEEDS  THERE
    val_accuracy  0.01        0.2    -             it falls

    train_loss
         2.3 | ⠁             ⢀                                          ×
             |
             |
             |
             |
             |
             |
        1.45 |                              ⡀
             |
             |
             |
             |
             |
             |
         0.6 |                                            ⡀
             +-+-------------+--------------+-------------+-------------+-
              1e-4         0.001          0.01           0.1            1  lr
                                         [================]  bracket
              × diverged

       next: search inside the bracket: lr: { distribution: log_uniform, min: 0.0067, max: 0.1, points: 5 }
    "#);
}
