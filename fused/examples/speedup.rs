//! Seconds a trial by the size of a bundle, beside the same trials one after the other on one core.
//!
//! ```text
//! cargo run --release --package fused --example speedup -- [--device cpu|cuda] [--work W1|W3] [--members 1,4,16,64]
//! ```
//!
//! W1 is a perceptron 64-128-128-10 on the digits, batches of 64, 560 updates; W3 one of 784-512-256-10 on generated rows,
//! batches of 128, 100 updates. Nothing is scored but before and after. One line of JSON for each size.

#![expect(clippy::print_stdout, reason = "its lines are what it is for")]

use std::{env, ops::ControlFlow, path::Path, time::Instant};

use burn_tensor::backend::AutodiffBackend;
use fused::{Engine, Heard};
use search::{
    config::{Task, TrialConfig},
    document::Node,
    metric::Metric,
};
use trainer::{Data, Job};

type Failure = Box<dyn std::error::Error>;

/// What is measured.
struct Work {
    name: &'static str,
    updates: u32,
    train: &'static str,
}

const WORKS: [Work; 2] = [
    Work {
        name: "W1",
        updates: 560,
        train: r#""builtin": { "dataset": "digits", "model": { "kind": "mlp", "hidden": [128, 128] } }, "batch_size": 64"#,
    },
    Work {
        name: "W3",
        updates: 100,
        train: r#""builtin": { "dataset": { "kind": "blobs", "classes": 10, "features": 784, "samples": 6000 },
                  "model": { "kind": "mlp", "hidden": [512, 256] } }, "batch_size": 128"#,
    },
];

fn main() -> Result<(), Failure> {
    let said = |flag: &str, default: &str| {
        let mut words = env::args().skip_while(|it| it != flag).skip(1);
        words.next().unwrap_or_else(|| default.to_owned())
    };
    let sizes: Result<Vec<usize>, _> =
        said("--members", "1,4,16,64").split(',').map(str::parse).collect();
    let (sizes, asked) = (sizes?, said("--work", "W1,W3"));
    for work in WORKS.iter().filter(|it| asked.split(',').any(|name| name == it.name)) {
        match said("--device", "cpu").as_str() {
            "cpu" => {
                use burn_ndarray::{NdArray, NdArrayDevice};
                let engine = Engine::new(NdArrayDevice::Cpu, || 1 << 32);
                measure::<burn_autodiff::Autodiff<NdArray>>(&engine, work, &sizes)?;
            }
            "cuda" => cuda(work, &sizes)?,
            other => return Err(format!("--device is {other:?}; it is cpu or cuda").into()),
        }
    }
    Ok(())
}

#[cfg(feature = "cuda")]
fn cuda(work: &Work, sizes: &[usize]) -> Result<(), Failure> {
    measure(&fused::cuda::engine(0)?, work, sizes)
}

#[cfg(not(feature = "cuda"))]
fn cuda(_: &Work, _: &[usize]) -> Result<(), Failure> {
    Err("this was built without CUDA; add --features cuda".into())
}

fn measure<A: AutodiffBackend>(
    engine: &Engine<A>,
    work: &Work,
    sizes: &[usize],
) -> Result<(), Failure> {
    let configs: Result<Vec<TrialConfig>, Failure> =
        (0..sizes.iter().copied().max().unwrap_or(1)).map(|it| config(work, it)).collect();
    let (configs, metric) = (configs?, Metric::default());
    let jobs: Vec<Job<'_>> =
        configs.iter().map(|config| Job { config, metric: &metric, seed: 0 }).collect();
    let Task::Builtin(builtin) = &configs[0].train.task else { return Err("no model".into()) };
    let data = Data::load(&builtin.dataset, Path::new(""))?;
    let alone = seconds(|| {
        trainer::train(jobs[0], Some(&data), &mut |_| ControlFlow::Continue(())).map(|_| ())
    })?;
    let mut first = None;
    for size in sizes {
        let mut train = || {
            let mut failure = Ok(());
            engine.train(&jobs[..*size], &data, &mut |_, heard| {
                if let Heard::End(Err(error)) = heard {
                    failure = Err(error);
                }
                ControlFlow::Continue(())
            });
            failure
        };
        // The first time a device compiles and tunes what it runs.
        train()?;
        #[expect(clippy::cast_precision_loss, reason = "a bundle is small")]
        let fused = seconds(train)? / *size as f64;
        let by_itself = *first.get_or_insert(fused);
        println!(
            r#"{{"work": "{}", "members": {size}, "seconds_a_trial": {fused:.5}, "over_the_first": {:.2}, "one_core_seconds_a_trial": {alone:.5}, "over_one_core": {:.2}}}"#,
            work.name,
            by_itself / fused,
            alone / fused,
        );
    }
    Ok(())
}

/// The configuration of one member: rates differ, as in a sweep, and none of them diverges.
fn config(work: &Work, member: usize) -> Result<TrialConfig, Failure> {
    #[expect(clippy::cast_precision_loss, reason = "a bundle is small")]
    let lr = 0.001 * 1.02_f64.powf(member as f64);
    let text = format!(
        r#"{{ "train": {{ {}, "steps": {updates}, "report_every": {updates} }}, "optimizer": {{ "momentum": 0.9, "lr": {lr} }} }}"#,
        work.train,
        updates = work.updates,
    );
    let node = Node::from_json(&text)?;
    TrialConfig::read(&node).map_err(|problems| format!("{problems:?}").into())
}

#[expect(clippy::disallowed_methods, reason = "how long training takes is what is measured")]
fn seconds(work: impl FnOnce() -> Result<(), trainer::Error>) -> Result<f64, Failure> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}
