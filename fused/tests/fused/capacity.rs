//! How many members fit.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use search::metric::Metric;
use trainer::Job;

use super::{MLP, data, digits, engine_with};

/// The capacity for the digits, where memory is free as `free` says, asked for the first time, the second, and so on.
fn capacity(free: impl Fn(usize) -> u64 + Send + Sync + 'static) -> usize {
    capacity_for(MLP, free)
}

fn capacity_for(model: &str, free: impl Fn(usize) -> u64 + Send + Sync + 'static) -> usize {
    let (config, metric) = (digits(model, "\"lr\": 0.1", ""), Metric::default());
    let job = Job { config: &config, metric: &metric, seed: 1 };
    let asked = AtomicUsize::new(0);
    let engine = engine_with(Arc::new(move || free(asked.fetch_add(1, Ordering::Relaxed))));
    engine.capacity(&job, &data(&config)).unwrap()
}

#[test]
fn twice_the_memory_holds_about_twice_the_members() {
    // The data alone take half a megabyte.
    assert_eq!(capacity(|_| 0), 0);
    assert_eq!(capacity(|_| 500_000), 0);
    let [some, twice] = [50_000_000, 100_000_000].map(|free| capacity(move |_| free));
    assert!(some > 8 && (2 * some..=2 * some + 4).contains(&twice), "{some} {twice}");
}

#[test]
fn a_member_that_takes_more_than_was_worked_out_is_counted_as_it_is() {
    let worked_out = capacity(|_| 1_000_000_000);
    // Eight members more take 400 MB: of what is left after sixteen, nine tenths hold two more.
    let tried = capacity(|asked| [1_000_000_000, 550_000_000, 150_000_000][asked]);
    assert!(tried < worked_out);
    assert_eq!(tried, 16 + 2);
}

#[test]
fn memory_without_end_has_a_limit() {
    assert_eq!(capacity(|_| u64::MAX / 4), 4_096);
}

#[test]
fn no_tensor_has_more_numbers_than_a_kernel_can_count() {
    let wide = capacity_for(r#""kind": "mlp", "hidden": [4096]"#, |_| u64::MAX / 4);
    // 1,024 rows are scored at once.
    assert!(wide > 100 && wide * 4_096 * 1_024 <= 1 << 31, "{wide}");
}
