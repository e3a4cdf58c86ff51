//! Trains one configuration as often as it is told to, and says how long each trial took: our side of
//! `make bench ONLY=training`, which drives it and its peer in turns.
//!
//! `speed CONFIG FOLDER` reads a trial's configuration (JSON, as a worker is given it) and loads its data set from
//! FOLDER. Each line on standard input is answered with one JSON line:
//! `trial` trains once; `begin` does all of a trial but its updates; `side-by-side N` trains N at once on a
//! thread each, and tells the most memory that the process ever had; `peak` tells what the core can do.

#![expect(clippy::print_stdout, reason = "its answers")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::{
    fs,
    hint::black_box,
    io::stdin,
    ops::ControlFlow,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use pulp::{Arch, Simd, WithSimd};
use search::{
    config::{Task, TrialConfig},
    document::Node,
    metric::Metric,
};
use serde_json::json;
use trainer::{Data, Ending, Job, train};

/// So long the core is tried for its peak.
const PEAK: Duration = Duration::from_millis(300);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [config, folder] = &arguments[..] else { bail!("usage: speed CONFIG FOLDER") };
    let text = fs::read_to_string(config).with_context(|| config.clone())?;
    let config = TrialConfig::read(&Node::from_json(&text)?)
        .map_err(|problems| anyhow::anyhow!("{config}: {problems:?}"))?;
    let Task::Builtin(builtin) = &config.train.task else { bail!("a built-in model is measured") };
    let data = Data::load(&builtin.dataset, Path::new(folder))?;
    let metric = serde_json::from_value(json!({ "name": "val_loss", "goal": "minimize" }))?;
    let bench = Bench { config: &config, metric: &metric, data: &data };
    for line in stdin().lines() {
        let line = line?;
        let answer = match line.split_once(' ').unwrap_or((&line, "")) {
            ("trial", _) => bench.trial()?,
            ("begin", _) => bench.begin()?,
            ("side-by-side", threads) => bench.side_by_side(threads.parse()?)?,
            ("peak", _) => json!({ "flops_per_second": peak() }),
            _ => bail!("no such command: {line}"),
        };
        println!("{answer}");
    }
    Ok(())
}

/// What is trained, over and over.
#[derive(Clone, Copy)]
struct Bench<'a> {
    config: &'a TrialConfig,
    metric: &'a Metric,
    data: &'a Data,
}

impl Bench<'_> {
    /// One trial from its first weights to its last score.
    fn trial(self) -> anyhow::Result<serde_json::Value> {
        let began = Instant::now();
        let value = self.value()?;
        Ok(json!({ "seconds": began.elapsed().as_secs_f64(), "value": value }))
    }

    /// A trial until just before its first update: its first weights, all its memory, its first scores.
    fn begin(self) -> anyhow::Result<serde_json::Value> {
        let began = Instant::now();
        train(self.job(), Some(self.data), &mut |_| ControlFlow::Break(()))?;
        Ok(json!({ "seconds": began.elapsed().as_secs_f64() }))
    }

    /// So many trials at once.
    fn side_by_side(self, threads: usize) -> anyhow::Result<serde_json::Value> {
        let began = Instant::now();
        thread::scope(|scope| {
            let trials: Vec<_> = (0..threads).map(|_| scope.spawn(move || self.value())).collect();
            trials.into_iter().try_for_each(|it| it.join().expect("no trial panics").map(drop))
        })?;
        let seconds = began.elapsed().as_secs_f64();
        Ok(json!({ "seconds": seconds, "bytes_max": bytes_max()? }))
    }

    fn value(self) -> anyhow::Result<f64> {
        match train(self.job(), Some(self.data), &mut |_| ControlFlow::Continue(()))? {
            Ending::Completed { value, .. } => Ok(value),
            other => bail!("the trial was to be completed and ended as {other:?}"),
        }
    }

    fn job(&self) -> Job<'_> {
        Job { config: self.config, metric: self.metric, seed: 0 }
    }
}

/// The most memory that this process ever had.
fn bytes_max() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|it| it.trim().strip_suffix(" kB")).context("no VmHWM")?;
    Ok(kibibytes.trim().parse::<u64>()? * 1024)
}

/// Floating-point operations a second of one core: multiply-adds on as many vectors as hide their latency, all in
/// registers; the best of several looks.
fn peak() -> f64 {
    let arch = Arch::new();
    let began = Instant::now();
    let mut best = 0.0_f64;
    while began.elapsed() < PEAK {
        let look = Instant::now();
        let operations = arch.dispatch(MultiplyAdds);
        best = best.max(operations / look.elapsed().as_secs_f64());
    }
    best
}

struct MultiplyAdds;

impl WithSimd for MultiplyAdds {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        const VECTORS: usize = 12;
        const ROUNDS: u32 = 100_000;
        let mut sums = [simd.splat_f32s(1.0); VECTORS];
        let [factor, term] = [0.999, 0.001].map(|it| simd.splat_f32s(black_box(it)));
        for _ in 0..ROUNDS {
            for sum in &mut sums {
                *sum = simd.mul_add_e_f32s(*sum, factor, term);
            }
        }
        black_box(sums.map(|it| simd.reduce_sum_f32s(it)));
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let (vectors, lanes) = (VECTORS as f64, S::F32_LANES as f64);
        f64::from(ROUNDS) * vectors * lanes * 2.0
    }
}
