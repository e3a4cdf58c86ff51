//! The binary as it is called: help, wrong calls, and a coordinator that is not there.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Command, Output, Stdio},
};

const COMMANDS: [&str; 19] = [
    "demo", "up", "server", "worker", "submit", "list", "show", "watch", "best", "trials",
    "export", "pause", "resume", "cancel", "retry", "workers", "schedule", "data", "plot",
];

fn ratesmith(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ratesmith"));
    // What the caller's own environment says about some coordinator is not for these tests.
    command.env_clear().args(arguments);
    command
}

fn call(arguments: &[&str]) -> Output {
    ratesmith(arguments).output().unwrap()
}

fn submit(text: &str, server: &str) -> Output {
    let mut child = ratesmith(&["submit", "-", "--server", server])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// An address at which nobody listens: its port was free a moment ago.
fn nobody() -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}")
}

const SWEEP: &str = "{ method: grid, parameters: { lr: { min: 0.01, max: 1, points: 3 } }, train: { synthetic: {} } }";

#[test]
fn every_command_has_help_without_colours_in_a_pipe() {
    for command in COMMANDS {
        let output = call(&[command, "--help"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(text.contains("Usage: ratesmith"), "{command}: {text}");
        assert!(!text.contains('\u{1b}'), "{command}: {text}");
    }
    let text = String::from_utf8(call(&["--help"]).stdout).unwrap();
    assert!(COMMANDS.iter().all(|it| text.contains(&format!("\n  {it} "))), "{text}");
}

#[test]
fn every_flag_has_an_environment_variable() {
    for command in COMMANDS {
        let text = String::from_utf8(call(&[command, "--help"]).stdout).unwrap();
        let flags = text.matches("  --").count() + text.matches(", --").count() - 2;
        assert_eq!(text.matches("[env: RATESMITH_").count(), flags, "{command}: {text}");
    }
}

#[test]
fn a_wrong_call_exits_with_2() {
    let wrong: [&[&str]; 10] = [
        &[],
        &["lsit"],
        &["list", "--colour"],
        &["show"],
        &["best", "latest", "--dataset", "digits"],
        &["worker", "--device", "abacus"],
        &["worker", "--label", "fast"],
        &["export", "latest", "--format", "xls"],
        &["submit", "x.yaml", "--watch", "--dry-run"],
        &["demo", "--exit", "--stay"],
    ];
    for arguments in wrong {
        assert_eq!(call(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn an_address_that_is_none_is_a_wrong_call() {
    let output = call(&["list", "--server", "localhost:7070"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("http://127.0.0.1:7070"), "{}", stderr(&output));
}

#[test]
fn a_coordinator_that_is_not_there_exits_with_1_and_says_how_to_start_one() {
    let server = nobody();
    let id = "0193a1b2-0000-7000-8000-000000000001";
    for command in
        [&["list"][..], &["workers"], &["best", id], &["cancel", "latest"], &["trials", id]]
    {
        let output = ratesmith(command).args(["--server", &server]).output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        assert!(said.contains(&format!("cannot reach the coordinator at {server}")), "{said}");
        assert!(said.contains("next: start one with `ratesmith up`"), "{said}");
        assert!(output.stdout.is_empty(), "{command:?}");
    }
}

#[test]
fn the_environment_names_the_coordinator() {
    let server = nobody();
    let output = ratesmith(&["list"]).env("RATESMITH_SERVER", &server).output().unwrap();
    assert!(stderr(&output).contains(&server), "{}", stderr(&output));
}

#[test]
fn submitting_to_nobody_fails_at_once_and_stores_nothing() {
    let output = submit(SWEEP, &nobody());
    assert_eq!(output.status.code(), Some(1));
    assert!(!stderr(&output).contains("trying again"), "{}", stderr(&output));
}

#[test]
fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    let keys = std::thread::spawn(move || {
        // The first connection is closed where the answer should come.
        let lost = key(&listener.accept().unwrap().0);
        let mut second = listener.accept().unwrap().0;
        let again = key(&second);
        let head = "HTTP/1.1 201 Created\r\ncontent-length: 15\r\n\r\n";
        second.write_all(format!("{head}{{\"id\": \"0193\"}} ").as_bytes()).unwrap();
        (lost, again)
    });
    let output = submit(SWEEP, &server);
    let (lost, again) = keys.join().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(output.stdout, b"0193\n");
    assert!(lost.len() == 36 && lost == again, "{lost} {again}");
}

/// The `Idempotency-Key` of a request, read to the end of its body.
fn key(stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream);
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        match line.trim().split_once(": ") {
            Some(("idempotency-key", value)) => value.clone_into(&mut key),
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(_) => (),
            None if line.trim().is_empty() => break,
            // The request's first line.
            None => assert!(line.starts_with("POST /api/v1/sweeps "), "{line}"),
        }
    }
    lines.read_exact(&mut vec![0; length]).unwrap();
    key
}

#[test]
fn a_sweep_that_is_no_yaml_is_a_wrong_call() {
    let output = submit("method: [grid", &nobody());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the sweep is not YAML"), "{}", stderr(&output));
}

#[test]
fn every_mistake_in_a_sweep_is_told_with_its_path_before_anything_is_sent() {
    let text = "{ method: grid, colour: red, parameters: { lr: { min: 1, max: 0.1, points: 3 } }, replicates: 0, train: { synthetic: {} } }";
    let output = submit(text, &nobody());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for path in ["colour:", "parameters.lr.max:", "replicates:"] {
        assert!(said.lines().any(|line| line.trim().starts_with(path)), "{path} in {said}");
    }
}

#[test]
fn a_sweep_that_is_not_there_is_a_wrong_call() {
    let output = call(&["submit", "no-such-sweep.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no-such-sweep.yaml"), "{}", stderr(&output));
}

#[test]
fn data_shows_what_a_worker_makes_of_a_table_and_how_a_sweep_names_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), "a,b,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n")
        .unwrap();
    let folder = folder.path().to_str().unwrap();
    let output = call(&["data", "t.csv", "--data-dir", folder, "--set", "validation=0.4"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    for expected in
        ["rows          5: 3 train, 2 validate\n", "features      2\n", "classes       2\n"]
    {
        assert!(text.contains(expected), "{text}");
    }
    let (_, snippet) = text.split_once("train:\n").unwrap();
    assert!(
        snippet.starts_with("  builtin:\n    dataset:\n      kind: csv\n      path: t.csv\n"),
        "{text}"
    );
    assert!(snippet.contains("      validation: 0.4\n      sha256:\n        t.csv: "), "{text}");
}

#[test]
fn data_writes_one_document_also_of_a_file_with_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), "a,kind\n1,x\ntwo,y\n").unwrap();
    let folder = folder.path().to_str().unwrap();
    let output = call(&["data", "t.csv", "--data-dir", folder, "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let problem = "t.csv: row 2, column \"a\": \"two\" is not a number";
    assert_eq!((output.status.code(), document["problem"].as_str()), (Some(1), Some(problem)));
    assert_eq!(document["dataset"]["sha256"]["t.csv"].as_str().map(str::len), Some(64));
}

#[test]
fn data_that_is_wrongly_asked_for_exits_with_2() {
    for (arguments, expected) in [
        (&["data", "t.xls"][..], "cannot tell from its name what t.xls is"),
        (&["data", "x.npy"], "labels: is missing"),
        (&["data", "../t.csv"], "below the worker's data folder"),
        (&["data", "t.csv", "--set", "traget=a"], "traget: unknown key; did you mean `target`?"),
    ] {
        let output = call(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}
