//! CSV.

use std::{fs, ops::ControlFlow};

use search::{
    config::{Scale, Source, TableFormat, Target, Task, TrialConfig},
    document::Node,
    metric::Metric,
};
use tempfile::TempDir;
use trainer::{Data, Ending, Error, Job, train};

use super::{load, put, told};

#[test]
fn a_table_is_learnt_from() {
    let folder = TempDir::new().unwrap();
    let mut table = String::from("kind,a,b\n");
    for row in 0..200 {
        let (x, kind) = (f64::from(row % 20) - 9.5, if row % 20 < 10 { "low" } else { "high" });
        table.extend([kind, ",", &x.to_string(), ",", &row.to_string(), "\n"]);
    }
    fs::write(folder.path().join("t.csv"), table).unwrap();
    let text = r#"{
        "train": { "builtin": { "dataset": { "kind": "csv", "path": "t.csv", "target": "kind" },
                                "model": { "kind": "logistic" } }, "epochs": 40, "batch_size": 16 },
        "optimizer": { "lr": 0.5 } }"#;
    let config = TrialConfig::read(&Node::from_json(text).unwrap()).unwrap();
    let Task::Builtin(builtin) = &config.train.task else { panic!() };
    let data = Data::load(&builtin.dataset, folder.path()).unwrap();
    assert_eq!([data.training_samples(), data.validation_samples()], [160, 40]);
    assert_eq!([data.features(), data.outputs()], [2, 2]);
    let mut accuracy = 0.0;
    let job = Job { config: &config, metric: &Metric::default(), seed: 0 };
    let ending = train(job, Some(&data), &mut |it| {
        accuracy = it.metrics[3].1;
        ControlFlow::Continue(())
    });
    assert!(matches!(ending, Ok(Ending::Completed { .. })));
    assert!(accuracy > 0.99, "{accuracy}");
}

#[test]
fn every_mistake_in_a_table_is_named_with_its_place() {
    for (table, target, expected) in [
        ("", None, "is empty; the first row must name the columns"),
        ("a,b\n", None, "holds no rows"),
        ("a,b\n1,x\n", None, "holds 1 row; training and validation need one each"),
        (
            "a,b\n1,x\n2,x\n",
            None,
            "all rows to train on have the class 0; at least two classes are needed",
        ),
        ("a,b\n1,x\ntwo,y\n", None, "row 2, column \"a\": \"two\" is not a number"),
        ("a,b\n1,x\n,y\n", None, "row 2, column \"a\": \"\" is not a number"),
        ("a,b\nNaN,x\n2,y\n", None, "row 1, column \"a\": \"NaN\" is not a finite number"),
        ("a,b\n1e99,x\n2,y\n", None, "row 1, column \"a\": \"1e99\" is not a finite number"),
        ("a,b\n1,x\n2\n", None, "row 2 has 1 cells, the header has 2"),
        ("a,b\n1,x\n2,\n", None, "row 2, column \"b\": the class is empty"),
        ("a,b\n1,x\n2,y\n", Some("c"), "there is no column \"c\"; there are: a, b"),
        ("a,a\n1,x\n2,y\n", Some("a"), "there are two columns \"a\""),
        ("a\nx\ny\n", None, "holds no features"),
    ] {
        let folder = TempDir::new().unwrap();
        put(&folder, "t.csv", table.as_bytes());
        assert_eq!(told(csv(&folder, "t.csv", target)), format!("t.csv: {expected}"));
    }
}

pub(crate) fn csv(folder: &TempDir, path: &str, target: Option<&str>) -> Result<Data, Error> {
    let columns = target.map(str::to_owned).into_iter().collect();
    let format = TableFormat::Csv;
    let source = Source::Table { format, path: path.into(), columns, target: Target::Class };
    load(folder.path(), source, Scale::Standard)
}
