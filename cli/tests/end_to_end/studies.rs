//! Studies, from their name to their report.

use std::fs;

use tempfile::TempDir;

use super::machine::{Machine, ratesmith, text};

#[test]
fn a_study_runs_on_a_coordinator_of_its_own_and_writes_its_report() {
    let folder = TempDir::new().unwrap();
    let output = folder.path().join("reports");
    let arguments = ["study", "horizon", "--seeds", "1", "--json", "--output"];
    let ran = ratesmith(&arguments).arg(&output).output().unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));

    let report: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let outcomes = report["outcomes"].as_array().unwrap();
    assert!(outcomes.len() == 2 && outcomes.iter().all(|it| it["holds"] == true), "{report}");
    assert_eq!(report["tables"][0]["rows"].as_array().unwrap().len(), 8);

    let page = fs::read_to_string(output.join("horizon.md")).unwrap();
    assert!(page.contains("| pass | SGD: ") && page.contains("(horizon-1.svg)"), "{page}");
    assert!(fs::read_to_string(output.join("horizon-1.svg")).unwrap().contains("</svg>"));
    let written = fs::read_to_string(output.join("horizon.json")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap(), report);
}

#[test]
fn a_study_runs_on_the_coordinator_that_is_named() {
    let machine = Machine::start();
    let shown = machine.text(&["study", "horizon", "--seeds", "1"]);
    assert!(shown.contains("pass  Adam: ") && shown.contains("OPTIMIZER  UPDATES"), "{shown}");
    let list = machine.text(&["list"]);
    assert!(list.contains("horizon-sgd") && list.contains("horizon-adam"), "{list}");
}

#[test]
fn studies_are_listed_and_one_that_there_is_not_is_refused() {
    let listed = ratesmith(&["study", "list"]).output().unwrap();
    for name in ["smith", "memorisation", "patterns", "range-test", "horizon"] {
        assert!(text(&listed.stdout).contains(name), "{name}");
    }
    for wrong in [["study", "smyth", "--seeds", "1"], ["study", "smith", "--seeds", "0"]] {
        let refused = ratesmith(&wrong).output().unwrap();
        assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    }
}
