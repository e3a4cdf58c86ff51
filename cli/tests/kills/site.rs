//! A coordinator and workers, each a process of its own that can be killed.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Site {
    folder: TempDir,
    database: String,
    server: String,
    coordinator: Option<Child>,
    workers: Vec<Child>,
    /// How many that keep checkpoints there were.
    workers_hired: usize,
}

/// Runs `test` on SQLite and on Postgres, each time with processes and a database of its own.
pub(crate) fn on_each(test: impl Fn(Site)) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("ratesmith.db");
    test(Site::open(folder, format!("sqlite://{}", file.display())));
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(
            std::env::var("RATESMITH_SKIP_POSTGRES").is_ok_and(|it| it == "1"),
            "TEST_POSTGRES_URL names no Postgres: run `make test`, or set RATESMITH_SKIP_POSTGRES=1"
        );
        return;
    };
    let schema = format!("t{}", uuid::Uuid::now_v7().simple());
    psql(&url, &format!("create schema {schema}"));
    let joint = if url.contains('?') { '&' } else { '?' };
    let own = format!("{url}{joint}options=-csearch_path%3D{schema}");
    test(Site::open(TempDir::new().unwrap(), own));
    psql(&url, &format!("drop schema {schema} cascade"));
}

fn psql(url: &str, sql: &str) {
    let done = Command::new("psql").args([url, "--quiet", "-c", sql]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

impl Site {
    fn open(folder: TempDir, database: String) -> Self {
        let server = "http://127.0.0.1:0".into();
        let (coordinator, workers) = (None, Vec::new());
        let mut site = Self { folder, database, server, coordinator, workers, workers_hired: 0 };
        site.start_coordinator();
        site
    }

    /// Starts the coordinator, where the last one listened.
    pub(crate) fn start_coordinator(&mut self) {
        let listen = self.server.trim_start_matches("http://").to_owned();
        let mut coordinator = ratesmith(&["server", "--listen", &listen, "--lease-seconds", "2"])
            .args(["--database", &self.database])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(coordinator.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let server = line.trim().strip_prefix("coordinator at ");
        server.expect("the coordinator has started").clone_into(&mut self.server);
        self.coordinator = Some(coordinator);
    }

    /// Starts so many workers with two slots each.
    pub(crate) fn hire(&mut self, workers: usize) {
        for _ in 0..workers {
            let arguments = ["worker", "--slots", "2", "--server", &self.server];
            let worker = ratesmith(&arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn();
            self.workers.push(worker.unwrap());
        }
    }

    /// Starts a worker of one slot that keeps checkpoints, and writes its log beside them.
    pub(crate) fn hire_keeping(&mut self) {
        let keeping = self.checkpoints().display().to_string();
        let log = fs::File::create(self.log(self.workers_hired)).unwrap();
        self.workers_hired += 1;
        let worker = ratesmith(&["worker", "--slots", "1", "--server", &self.server])
            .args(["--checkpoint-dir", &keeping, "--checkpoint-every", "0.02"])
            .stderr(log)
            .stdout(Stdio::null())
            .spawn();
        self.workers.push(worker.unwrap());
    }

    /// Where their checkpoints are.
    pub(crate) fn checkpoints(&self) -> PathBuf {
        self.folder.path().join("checkpoints")
    }

    /// What the worker of this number, from 0, has logged.
    pub(crate) fn logged(&self, worker: usize) -> String {
        fs::read_to_string(self.log(worker)).unwrap()
    }

    fn log(&self, worker: usize) -> PathBuf {
        self.folder.path().join(format!("worker-{worker}.log"))
    }

    pub(crate) fn kill_coordinator(&mut self) {
        let mut coordinator = self.coordinator.take().unwrap();
        coordinator.kill().unwrap();
        coordinator.wait().unwrap();
    }

    pub(crate) fn kill_worker(&mut self, index: usize) {
        let mut worker = self.workers.remove(index);
        worker.kill().unwrap();
        worker.wait().unwrap();
    }

    pub(crate) fn ask_worker_to_leave(&mut self, index: usize) {
        let mut worker = self.workers.remove(index);
        let id = worker.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(worker.wait().unwrap().success());
    }

    pub(crate) fn submit(&self, sweep: &str) -> String {
        let path = self.folder.path().join("sweep.yaml");
        fs::write(&path, sweep).unwrap();
        self.json(&["submit", &path.display().to_string(), "--json"])["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Looks at a sweep's counts until they are as they should be.
    pub(crate) fn wait(&self, sweep: &str, done: impl Fn(&Value) -> bool) {
        while !done(&self.counts(sweep)) {
            std::thread::yield_now();
        }
    }

    pub(crate) fn counts(&self, sweep: &str) -> Value {
        self.json(&["show", sweep, "--json"])["counts"].clone()
    }

    /// What a command says that works.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = ratesmith(arguments).env("RATESMITH_SERVER", &self.server).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {err}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What the REST API answers.
    pub(crate) fn get(&self, path: &str) -> Value {
        let url = format!("{}/api/v1{path}", self.server);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { reqwest::get(url).await.unwrap().json().await.unwrap() })
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        for process in self.workers.iter_mut().chain(&mut self.coordinator) {
            // It may have ended already.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The binary with these arguments, and nothing from the caller's own environment.
fn ratesmith(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ratesmith"));
    command.env_clear().args(arguments);
    command
}
