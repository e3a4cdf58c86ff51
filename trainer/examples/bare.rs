//! The bare training loop: trains all trials of a sweep on so many threads, and nothing else; prints how many seconds that
//! took, apart from loading the data. `make bench` measures what the coordinator, gRPC and the database cost beyond it.
#![expect(clippy::print_stdout, reason = "its answer")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]
#![expect(clippy::unwrap_used, reason = "whoever calls it wants to see what went wrong")]

use std::{
    env, fs,
    ops::ControlFlow,
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Instant,
};

use search::{
    config::{Task, TrialConfig},
    document::Node,
    sweep::Sweep,
};
use trainer::{Data, Job};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, threads] = arguments.as_slice() else {
        eprintln!("usage: bare SWEEP.yaml THREADS");
        return ExitCode::from(2);
    };
    let sweep = Sweep::read(&Node::from_text(&fs::read_to_string(file).unwrap()).unwrap()).unwrap();
    let Task::Builtin(builtin) = sweep.example().unwrap().train.task else {
        eprintln!("{file} trains nothing: it has a synthetic curve");
        return ExitCode::from(2);
    };
    let data = Data::load(&builtin.dataset, Path::new(".")).unwrap();
    let began = Instant::now();
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..threads.parse().unwrap() {
            scope.spawn(|| {
                while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed))
                    .filter(|number| *number < sweep.trials())
                {
                    train(&sweep, number, &data);
                }
            });
        }
    });
    println!("{}", began.elapsed().as_secs_f64());
    ExitCode::SUCCESS
}

fn train(sweep: &Sweep, number: u64, data: &Data) {
    let plan = sweep.plan(number);
    let config = TrialConfig::read(&plan.config).unwrap();
    let job = Job { config: &config, metric: &sweep.metric, seed: plan.seed };
    trainer::train(job, Some(data), &mut |_| ControlFlow::Continue(())).unwrap();
}
