//! Real numbers to be told, from tables and arrays.

use std::ops::ControlFlow;

use search::{
    config::{Task, TrialConfig},
    document::Node,
    metric::Metric,
};
use tempfile::TempDir;
use trainer::{Data, Ending, Job, Range, Summary, train};

use super::{arrays::npy, put, read, sizes, told};

#[test]
fn a_plane_is_learnt_from_a_table_to_the_end() {
    let [loss, rmse, r2] = learnt("target: [price, rent]");
    assert!(loss < 1e-6 && rmse < 0.001 && r2 > 0.999_99, "{loss} {rmse} {r2}");
}

#[test]
fn scaled_targets_have_an_error_in_their_own_units() {
    let [loss, rmse, r2] = learnt("target: [price, rent], target_scale: standard");
    // The targets' standard deviations are about 6: in their own units the error is larger.
    assert!(rmse > 3.0 * loss.sqrt() && rmse < 10.0 * loss.sqrt(), "{loss} {rmse}");
    assert!((1.0 - loss - r2).abs() < 0.2 * loss + 1e-9, "{loss} {r2}");
}

#[test]
fn targets_are_scaled_by_the_training_part() {
    let folder = table();
    let text = "{ kind: csv, path: t.csv, task: regression, target: price, target_scale: minmax }";
    let data = read(&folder, text).unwrap();
    assert_eq!(sizes(&data), [64, 16, 3, 1]);
    assert_eq!(data.summary(), Summary::Numbers(vec![Range { min: 0.0, max: 1.0 }]));
}

#[test]
fn arrays_hold_one_target_a_row_or_several() {
    let folder = TempDir::new().unwrap();
    let float = |shape: &str, values: &[f32]| {
        npy("<f4", shape, &values.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<_>>())
    };
    put(&folder, "x", &float("(4, 1)", &[1.0, 2.0, 3.0, 4.0]));
    put(&folder, "one", &float("(4,)", &[0.5, -1.0, 2.5, 3.0]));
    put(&folder, "two", &float("(4, 2)", &[0.5, 1.0, 2.5, 3.0, -1.0, 4.0, 6.0, 7.0]));
    put(&folder, "nan", &float("(4, 1)", &[0.5, 1.0, f32::NAN, 3.0]));
    put(&folder, "hollow", &float("(4, 0)", &[]));
    put(&folder, "cube", &float("(4, 1, 1)", &[0.5, 1.0, 2.0, 3.0]));
    let load = |labels: &str| {
        let text = format!(
            "{{ kind: npy, features: x, labels: {labels}, task: regression, validation: 0.5 }}"
        );
        read(&folder, &text)
    };
    assert_eq!(sizes(&load("one").unwrap()), [2, 2, 1, 1]);
    assert_eq!(sizes(&load("two").unwrap()), [2, 2, 1, 2]);
    assert_eq!(told(load("nan")), "nan: row 3: NaN is not a finite number");
    let shapes = "which does not fit x of shape [4, 1]; labels have [rows] or [rows, columns]";
    assert_eq!(told(load("hollow")), format!("hollow: has the shape [4, 0], {shapes}"));
    assert_eq!(told(load("cube")), format!("cube: has the shape [4, 1, 1], {shapes}"));
}

#[test]
fn targets_that_cannot_be_learnt_are_refused() {
    for (table, expected) in [
        ("a,b\n1,2\n2,x\n", "row 2, column \"b\": \"x\" is not a number"),
        ("a,b\n1,2\n2,inf\n", "row 2, column \"b\": \"inf\" is not a finite number"),
        (
            "a,b\n1,2\n2,2\n3,2\n4,2\n",
            "all rows to train on have the number 2 as target 1; there is nothing to learn",
        ),
        (
            "a,b\n1,2\n2,3\n3,4\n4,5\n",
            "all rows to validate with have the same targets, so that their r² cannot be told; take more rows",
        ),
    ] {
        let folder = TempDir::new().unwrap();
        put(&folder, "t.csv", table.as_bytes());
        let told = told(read(&folder, "{ kind: csv, path: t.csv, task: regression }"));
        assert_eq!(told, format!("t.csv: {expected}"));
    }
}

#[test]
fn a_metric_of_the_other_task_is_refused_with_those_there_are() {
    let (folder, config) = (table(), config("target: price"));
    let Task::Builtin(builtin) = &config.train.task else { panic!() };
    let data = Data::load(&builtin.dataset, folder.path()).unwrap();
    let metric = Metric { name: "val_accuracy".into(), ..Metric::default() };
    let job = Job { config: &config, metric: &metric, seed: 0 };
    let told = train(job, Some(&data), &mut |_| ControlFlow::Continue(())).unwrap_err().to_string();
    let expected = "there is no metric \"val_accuracy\"; there are: train_loss, val_loss, val_rmse, val_r2, lr";
    assert_eq!(told, expected);
}

/// Loss, error and r² of the validation at the end of a run on the table's targets.
fn learnt(targets: &str) -> [f64; 3] {
    let (folder, config) = (table(), config(targets));
    let Task::Builtin(builtin) = &config.train.task else { panic!() };
    let data = Data::load(&builtin.dataset, folder.path()).unwrap();
    let mut last = [0.0; 3];
    let job = Job { config: &config, metric: &Metric::default(), seed: 0 };
    let ending = train(job, Some(&data), &mut |point| {
        let names: Vec<&str> = point.metrics.iter().map(|it| it.0).take(4).collect();
        assert_eq!(names, ["train_loss", "val_loss", "val_rmse", "val_r2"]);
        last = [1, 2, 3].map(|it| point.metrics[it].1);
        ControlFlow::Continue(())
    });
    assert!(matches!(ending, Ok(Ending::Completed { .. })), "{ending:?}");
    last
}

fn config(targets: &str) -> TrialConfig {
    let text = format!(
        "train: {{ builtin: {{ dataset: {{ kind: csv, path: t.csv, task: regression, {targets} }},
                               model: {{ kind: logistic }} }}, epochs: 40, batch_size: 8 }}
optimizer: {{ lr: 0.1 }}"
    );
    TrialConfig::read(&Node::from_yaml(&text).unwrap()).unwrap()
}

/// 80 rows whose targets are planes over two features.
fn table() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut table = String::from("size,price,age,rent\n");
    for row in 0..80_i32 {
        let (size, age) = (row * 7 % 20, row * 3 % 11);
        let (price, rent) = (size - age + 3, age - size);
        table.extend([size, price, age, rent].map(|it| format!("{it},")));
        table.pop();
        table.push('\n');
    }
    put(&folder, "t.csv", table.as_bytes());
    folder
}
