//! `ratesmith schedule` as it is called: what it shows, what it writes, and how it says no.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    fs,
    io::Write as _,
    process::{Command, Output, Stdio},
};

const PAPER: &str = "{lr: 0.1, momentum: 0.9, batch_schedule: {kind: grow, milestones: [60, 120, 160], factor: 5, max_batch: 5120}, batch_size: 128, dataset_size: 50000, epochs: 200}";

fn schedule(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ratesmith"));
    command.env_clear().arg("schedule").args(arguments);
    command
}

fn stdout(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_schedule_is_plotted_and_listed() {
    let output = schedule(&["{lr: 0.1, schedule: {kind: step, step_size: 50}, steps: 100}"]);
    let text = stdout(&output);
    assert!(text.contains("99  step") && text.contains("⠉⠉⠉⠉"), "{text}");
    assert!(text.contains("\n0     0.1   1\n") && text.contains("\n99    0.01  1\n"), "{text}");
    assert!(stderr(&output).contains("100 steps, 100 updates"), "{}", stderr(&output));
}

#[test]
fn json_is_one_document_with_the_lists_of_the_rest_door() {
    let text = stdout(&schedule(&["--json", "{lr: 1, steps: 2, batch_size: 1, dataset_size: 3}"]));
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    let expected = serde_json::json!({ "lr": [1.0, 1.0], "batch_size": [1, 1], "updates": [1, 1], "noise_scale": [2.0, 2.0] });
    assert_eq!(read, expected);
}

#[test]
fn stdin_and_files_are_read_and_a_sweep_gives_its_own_data_and_length() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../sweeps/digits-one-cycle.yaml");
    let epochs = |output: Output| stdout(&output).lines().count();
    assert!(epochs(schedule(&[file, "--configuration", "1"])) > 20);
    let mut child = command(&["-", "--json"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"lr: 1\nsteps: 3\n").unwrap();
    assert!(stdout(&child.wait_with_output().unwrap()).contains("\"lr\""));
}

#[test]
fn a_sweep_on_files_that_are_not_here_is_shown_for_the_samples_that_are_said() {
    let sweep = "{method: grid, parameters: {lr: 0.1}, train: {builtin: {dataset: {kind: csv, path: none.csv}, model: {kind: logistic}}, epochs: 2, batch_size: 10}, schedule: {kind: cosine}}";
    let refused = schedule(&[sweep]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--samples"), "{}", stderr(&refused));
    let shown = schedule(&[sweep, "--samples", "45"]);
    stdout(&shown);
    assert!(stderr(&shown).contains("10 steps, 10 updates"), "{}", stderr(&shown));
}

#[test]
fn a_plan_puts_the_policies_side_by_side() {
    let text = stdout(&schedule(&["--plan", PAPER]));
    for line in ["decay   78200", "hybrid  34520", "growth  29240"] {
        assert!(text.contains(line), "{text}");
    }
    let last = text.lines().last().unwrap();
    assert_eq!(last.matches("3.125").count(), 3, "the same noise: {text}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&schedule(&["--plan", "--json", PAPER]))).unwrap();
    assert_eq!(json["policies"][2]["total_updates"], 29_240);
    assert_eq!(json["policies"][2]["batch_size"].as_array().unwrap().len(), 200);
}

#[test]
fn pictures_and_tables_are_written_by_the_ending_of_their_name() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, arguments: &[&str]| {
        let path = folder.path().join(name);
        let output = command(arguments).arg("--output").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
        fs::read(path).unwrap()
    };
    let svg = String::from_utf8(written("a.svg", &[PAPER])).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("batch size") && svg.contains("noise scale"));
    let plan = String::from_utf8(written("p.svg", &["--plan", PAPER])).unwrap();
    assert!(plan.contains("growth: 29240 updates"), "{plan}");
    assert!(written("a.PNG", &[PAPER]).starts_with(b"\x89PNG"));
    let csv = String::from_utf8(written("a.csv", &[PAPER])).unwrap();
    assert_eq!(csv.lines().count(), 201);
    assert!(
        csv.starts_with("epoch,lr,batch_size,updates,noise_scale\n0,0.1,128,391,389.62"),
        "{csv}"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_path_and_exits_with_2() {
    for (arguments, told) in [
        (&["{lr: 0, steps: 3}"][..], "lr: must be above 0"),
        (&["{lr: 1, schedule: {kind: cosin}, steps: 3}"], "schedule.kind: unknown: `cosin`"),
        (&["{lr: ["], "the schedule is not YAML"),
        (&["{method: grid}"], "train: is missing"),
        (&["no-such-file.yaml"], "cannot read no-such-file.yaml"),
        (&["--plan", "{lr: 1, steps: 3}"], "no batch schedule"),
        (&["--output", "a.gif", "{lr: 1, steps: 3}"], "such form"),
        (&["--plan", "--output", "a.csv", PAPER], "a plan is no table"),
        (
            &[
                "--configuration",
                "1",
                "{method: grid, parameters: {lr: 0.1}, train: {synthetic: {}}}",
            ],
            "no configuration 1",
        ),
    ] {
        let output = schedule(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(told), "{arguments:?}: {}", stderr(&output));
    }
}
