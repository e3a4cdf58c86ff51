//! The binary as it is used: a coordinator and workers on this machine, sweeps from file to answer.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod machine;
mod studies;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    process::Stdio,
};

use machine::{Machine, text};
use serde_json::Value;

/// 9 rates with 3 seeds; the best is 0.1 and those above 1 diverge.
const QUICK: &str = "
name: quick
method: grid
parameters: { lr: { min: 1e-3, max: 10.0, points: 9 } }
replicates: 3
train: { synthetic: { optimum: 0.1, edge: 1.0, steps: 20, noise: 0.001 } }
";

/// Trials that run until they are stopped.
const SLOW: &str = "
name: slow
method: grid
parameters: { lr: { min: 1e-3, max: 0.1, points: 4 } }
train: { synthetic: { steps: 100000, step_ms: 20 } }
";

#[test]
fn a_sweep_goes_from_its_file_to_its_answer() {
    let machine = Machine::start();
    let answer = machine.json(&["submit", &machine.file(QUICK), "--watch", "--json"]);
    let lr = answer["best"]["lr"].as_f64().unwrap();
    assert!((0.09..0.11).contains(&lr), "{answer}");
    assert_eq!(machine.json(&["best", "latest", "--json"]), answer);

    let shown = machine.text(&["best", "latest"]);
    for part in ["best learning rate      0.1\n", "over 3 seeds", "× diverged", "val_loss"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains(['\u{1b}', '│', '─']), "{shown}");
}

#[test]
fn a_sweep_can_be_looked_at_from_every_side() {
    let machine = Machine::start();
    let id = machine.finished(QUICK);

    let sweep = machine.json(&["show", &id, "--json"]);
    assert_eq!((&sweep["name"], &sweep["state"]), (&"quick".into(), &"completed".into()));
    let shown = machine.text(&["show", &id[..30]]);
    assert!(shown.contains("27: 9 configurations, 3 seeds each"), "{shown}");
    assert!(shown.contains("27 completed (of which 6 diverged)"), "{shown}");
    assert!(machine.text(&["list"]).contains(&id));
    assert_eq!(machine.json(&["list", "--json"])["items"].as_array().unwrap().len(), 1);

    let trials = machine.json(&["trials", &id, "--json"]);
    assert_eq!(trials["items"].as_array().unwrap().len(), 27);
    let some = machine.json(&["trials", &id, "--json", "--limit", "5"]);
    assert_eq!(some["items"].as_array().unwrap().len(), 5);
    assert_eq!(machine.text(&["trials", &id, "--state", "completed"]).lines().count(), 28);
    assert_eq!(machine.text(&["trials", &id, "--state", "failed"]).lines().count(), 1);
    let conditions = "configuration < 2 and replicate != 1";
    assert_eq!(machine.text(&["trials", &id, "--where", conditions]).lines().count(), 1 + 4);
    assert_eq!(machine.text(&["export", &id, "--where", conditions]).lines().count(), 1 + 4);
    let refused = machine.call(&["trials", &id, "--where", "batch_size = 32"]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("the question is not valid\n       where: nothing about"), "{told}");
    assert!(told.contains("next: correct this and ask again"), "{told}");
    assert_eq!(machine.json(&["workers", "--json"])["items"].as_array().unwrap().len(), 2);
    assert_eq!(machine.text(&["workers"]).lines().count(), 3);
}

#[test]
fn early_stopping_spares_most_of_the_work_and_gives_the_same_answer() {
    // What is told to stop depends on who came before, and with one worker that is the same each time.
    let machine = Machine::with_workers("1");
    let whole = QUICK.replace("points: 9", "points: 25").replace("replicates: 3", "replicates: 2");
    let slow = whole.replace("steps: 20, noise: 0.001", "steps: 90, noise: 0.0, step_ms: 4");
    let stopping = format!("{slow}early_stopping: {{ kind: asha }}\n");
    let found = machine.json(&["submit", &machine.file(&stopping), "--watch", "--json"]);
    let whole = machine.json(&["submit", &machine.file(&whole), "--watch", "--json"]);
    assert_eq!(found["best"]["lr"], whole["best"]["lr"], "{found}");
    assert_eq!(found["best"]["replicates"], 2, "no seed of the best rate is stopped: {found}");
    assert_eq!(found["at_edge"], false, "what was stopped on either side was tried: {found}");
    assert_eq!(found["divergence"]["lowest_diverged"], whole["divergence"]["lowest_diverged"]);

    // Of 50 trials 12 diverge at once, and more than half of the others are told to stop. On a busy machine some are over
    // before they hear of it.
    let id = found["sweep"].as_str().unwrap();
    let sweep = machine.json(&["show", id, "--json"]);
    let stopped = sweep["counts"]["stopped"].as_u64().unwrap();
    assert!((17..=20).contains(&stopped), "{sweep}");
    assert_eq!(stopped + sweep["counts"]["completed"].as_u64().unwrap(), 50, "{sweep}");
    assert!(sweep["spared"]["trials"].as_f64().unwrap() > 10.0, "{sweep}");
    assert!(machine.text(&["best", id]).contains("stopped early"), "{found}");
    let listed = machine.text(&["trials", id, "--state", "stopped"]);
    assert_eq!(listed.lines().count() as u64, stopped + 1, "{listed}");
    assert!(listed.contains("TRAINED"), "{listed}");
}

#[test]
fn an_export_is_the_same_on_stdout_and_in_a_file() {
    let machine = Machine::start();
    let id = machine.finished(QUICK);
    let table = machine.text(&["export", &id, "--format", "csv"]);
    assert_eq!(table.lines().count(), 28, "{table}");
    let file = machine.path("trials.csv");
    machine.text(&["export", &id, "--format", "csv", "--output", &file]);
    assert_eq!(fs::read_to_string(&file).unwrap(), table);
    assert!(!fs::exists(format!("{file}.part")).unwrap());

    let rows = machine.text(&["export", &id, "--format", "jsonl"]);
    let rows: Vec<Value> = rows.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(rows.len(), 27);
}

#[test]
fn a_sweep_is_paused_resumed_and_cancelled() {
    let machine = Machine::start();
    let id = machine.text(&["submit", &machine.file(SLOW)]).trim().to_owned();
    let state = |change: &str| machine.json(&[change, &id, "--json"])["state"].clone();
    assert_eq!(state("pause"), "paused");
    assert!(machine.text(&["pause", &id]).contains("is paused"));
    assert_eq!(state("resume"), "running");
    machine.text(&["cancel", &id]);

    let watched = machine.call(&["watch", &id]);
    assert_eq!(watched.status.code(), Some(1), "{}", text(&watched.stderr));
    assert!(text(&watched.stderr).contains("was cancelled"), "{}", text(&watched.stderr));
    let retried = machine.call(&["retry", &id]);
    assert_eq!(retried.status.code(), Some(1), "{}", text(&retried.stderr));
    assert!(text(&retried.stderr).contains("next:"), "{}", text(&retried.stderr));
}

#[test]
fn retrying_a_sweep_without_failures_changes_nothing() {
    let machine = Machine::start();
    let id = machine.finished(QUICK);
    assert_eq!(machine.json(&["retry", &id, "--json"]), machine.json(&["show", &id, "--json"]));
}

#[test]
fn a_range_test_answers_with_a_bracket() {
    let machine = Machine::start();
    let test = QUICK.replace("method: grid", "method: range_test").replace(", points: 9", "");
    let answer = machine.json(&["submit", &machine.file(&test), "--watch", "--json"]);
    let bracket = [&answer["bracket"]["low"], &answer["bracket"]["high"]];
    let [low, high] = bracket.map(|it| it.as_f64().unwrap());
    assert!(low < 0.1 && 0.1 < high, "{answer}");
    let shown = machine.text(&["best", "latest"]);
    assert!(shown.contains("bracket to search") && shown.contains("]  bracket\n"), "{shown}");
}

#[test]
fn a_search_finds_the_best_rate_for_less_than_a_grid_and_tells_how() {
    let machine = Machine::start();
    let search = QUICK
        .replace("method: grid", "method: find")
        .replace("max: 10.0, points: 9", "max: 10.0")
        .replace("steps: 20", "steps: 200");
    let file = machine.file(&search);
    let plan = machine.call(&["submit", &file, "--dry-run"]);
    assert!(text(&plan.stderr).contains("1 trial to begin with"), "{}", text(&plan.stderr));
    let watched = machine.call(&["submit", &file, "--watch", "--json"]);
    let (answer, said) = (text(&watched.stdout), text(&watched.stderr));
    assert_eq!(watched.status.code(), Some(0), "{said}");
    assert!(said.contains("quick: ") && !said.contains("/1 trials"), "{said}");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let lr = answer["best"]["lr"].as_f64().unwrap();
    assert!((0.07..0.14).contains(&lr), "{answer}");
    let find = &answer["find"];
    assert_eq!((&find["stage"], &find["grid_cost"]), (&"done".into(), &63.0.into()));
    assert!(find["cost"].as_f64().unwrap() <= 21.0, "{answer}");
    let shown = machine.text(&["best", "latest"]);
    for part in ["of 21 trials; a grid", "where the range test points", "range tests, 1 of 50"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(machine.text(&["show", "latest"]).contains("3 seeds a rate at most"));
}

#[test]
fn a_curve_made_elsewhere_is_read_without_a_coordinator() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("curve.csv");
    let row = |it: i32| {
        let loss = if it < 30 { 2.3 - 0.05 * f64::from(it) } else { f64::NAN };
        format!("{},{loss},{}\n", 10_f64.powf(f64::from(it) / 8.0 - 5.0), f64::from(it) / 50.0)
    };
    fs::write(&file, format!("lr,loss,accuracy\n{}", (0..40).map(row).collect::<String>()))
        .unwrap();
    let call = |more: &[&str]| {
        let output =
            machine::ratesmith(&[&["range-test", file.to_str().unwrap()], more].concat()).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let found: Value = serde_json::from_str(&call(&["--json", "--chance", "0.1"])).unwrap();
    assert!(found["bracket"]["low"].as_f64().unwrap() < found["edge"].as_f64().unwrap(), "{found}");
    assert_eq!((&found["accuracy"]["reason"], &found["why"]), (&"end".into(), &Value::Null));
    assert!(call(&[]).contains("accuracy: needs `chance`"));
    fs::write(&file, "lr,loss\n0.2,1\n0.1,x\n").unwrap();
    let output = machine::ratesmith(&["range-test", file.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("loss[1]: expected a number or null"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_dry_run_shows_the_trials_and_stores_nothing() {
    let machine = Machine::start();
    let file = machine.file(QUICK);
    let plan = machine.json(&["submit", &file, "--dry-run", "--json"]);
    assert_eq!((&plan["trials"], &plan["configurations"]), (&27.into(), &9.into()));
    assert_eq!(machine.text(&["submit", &file, "--dry-run"]).lines().count(), 21);
    assert_eq!(machine.json(&["list", "--json"])["items"], Value::Array(Vec::new()));
}

#[test]
fn a_sweep_that_nobody_knows_is_a_wrong_call() {
    let machine = Machine::start();
    for id in ["latest", "0193", "0193a1b2-0000-7000-8000-000000000001"] {
        let output = machine.call(&["show", id]);
        assert_eq!(output.status.code(), Some(2), "{id}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("next: "), "{id}: {}", text(&output.stderr));
    }
}

#[test]
fn a_machine_that_is_told_to_stop_stops_in_good_order() {
    let machine = Machine::start();
    machine.text(&["submit", &machine.file(SLOW)]);
    machine.wait_for_running();
    assert_eq!(machine.stop().code(), Some(0));
}

#[test]
fn the_demo_ends_with_both_answers() {
    // Somebody else has the port that it would like.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let output = machine::ratesmith(&["demo", "--exit", "--listen", &listen]).output().unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{err}");
    for part in ["bracket to search", "best learning rate", "over 3 seeds", "× diverged"] {
        assert!(out.contains(part), "{part} in {out}");
    }
    assert!(err.contains("digits-grid: 72/72 trials"), "{err}");
    assert!(err.contains(&format!("{listen} is taken")), "{err}");
}

#[test]
fn a_taken_port_is_said_with_a_way_out() {
    let machine = Machine::start();
    let output = machine.call(&[
        "server",
        "--listen",
        &machine.listen(),
        "--database",
        &format!("sqlite://{}", machine.path("other.db")),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("cannot listen on") && said.contains("127.0.0.1:0 takes a free"),
        "{said}"
    );
}

#[test]
fn a_coordinator_for_everybody_must_be_asked_for() {
    let output = machine::ratesmith(&["server", "--listen", "0.0.0.0:0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--insecure"), "{}", text(&output.stderr));
}

#[test]
fn logs_are_json_where_that_is_asked_for() {
    let machine = Machine::start();
    let mut worker = machine::ratesmith(&["worker", "--server", &machine.server, "--slots", "1"])
        .env("RATESMITH_LOG_FORMAT", "json")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(worker.stderr.take().unwrap()).read_line(&mut line).unwrap();
    worker.kill().unwrap();
    worker.wait().unwrap();
    let log: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(log["level"], "INFO", "{line}");
}
