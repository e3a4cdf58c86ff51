//! A machine with `ratesmith up` on it, for the length of a test.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, ExitStatus, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Machine {
    /// Where its coordinator is.
    pub(crate) server: String,
    up: Child,
    folder: TempDir,
}

impl Machine {
    /// Two workers with a slot each, and a coordinator on a port that was free.
    pub(crate) fn start() -> Self {
        Self::with_workers("2")
    }

    /// So many workers with a slot each, and a coordinator on a port that was free.
    pub(crate) fn with_workers(count: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let database = format!("sqlite://{}", folder.path().join("ratesmith.db").display());
        let arguments = ["up", "--listen", "127.0.0.1:0", "--workers", count, "--slots", "1"];
        let mut up = ratesmith(&arguments)
            .args(["--database", &database])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(up.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let server = line.trim().strip_prefix("coordinator at ").unwrap().to_owned();
        Self { server, up, folder }
    }

    /// Runs a command against this machine's coordinator.
    pub(crate) fn call(&self, arguments: &[&str]) -> Output {
        ratesmith(arguments).env("RATESMITH_SERVER", &self.server).output().unwrap()
    }

    /// What a command that works writes on stdout.
    pub(crate) fn text(&self, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {err}");
        text(&output.stdout)
    }

    /// The one JSON document that a command that works writes on stdout.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(arguments)).unwrap()
    }

    /// The id of a sweep that has come to its end.
    pub(crate) fn finished(&self, sweep: &str) -> String {
        let answer = self.json(&["submit", &self.file(sweep), "--watch", "--json"]);
        answer["sweep"].as_str().unwrap().to_owned()
    }

    /// Waits until a worker trains.
    pub(crate) fn wait_for_running(&self) {
        while self.json(&["show", "latest", "--json"])["counts"]["running"] == 0 {
            std::thread::yield_now();
        }
    }

    /// Writes a sweep to a file.
    pub(crate) fn file(&self, sweep: &str) -> String {
        let path = self.path("sweep.yaml");
        fs::write(&path, sweep).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Where its coordinator listens.
    pub(crate) fn listen(&self) -> String {
        self.server.trim_start_matches("http://").to_owned()
    }

    /// Sends SIGTERM and waits.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let process = self.up.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
        self.up.wait().unwrap()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.up.kill();
        let _ = self.up.wait();
    }
}

/// The binary with these arguments, and nothing from the caller's own environment.
pub(crate) fn ratesmith(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ratesmith"));
    command.env_clear().args(arguments);
    command
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
