//! Whole searches against unreliable workers, replayable from a seed.

use std::collections::BTreeSet;

#[path = "simulation/broken.rs"]
mod broken;
#[path = "simulation/laws.rs"]
mod laws;
#[path = "simulation/world.rs"]
mod world;

use search::trial::Trial;
use world::play;

/// So many histories are played. More find nothing new and take longer than a test may.
const HISTORIES: u64 = 3_000;

#[test]
fn every_law_holds_in_every_history() {
    for seed in 0..HISTORIES {
        if let Err(broken) = play(seed, Trial::after) {
            panic!("{broken}");
        }
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(play(7, Trial::after), play(7, Trial::after));
    assert_ne!(play(7, Trial::after), play(8, Trial::after));
}

#[test]
fn everything_that_can_happen_happens() {
    let mut seen = BTreeSet::new();
    for seed in 0..200 {
        seen.extend(play(seed, Trial::after).unwrap_or_default().into_keys());
    }
    let all = [
        "a cancelled attempt",
        "a fenced word",
        "a lost worker",
        "a repeated ending",
        "a retry",
        "a trial cancelled",
        "a trial completed",
        "a trial failed",
        "a trial quarantined",
        "a trial stopped",
        "an attempt handed back",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn each_broken_rule_is_caught() {
    for (what, rule, law) in broken::RULES {
        let told = |seed| play(seed, *rule).err().filter(|told| told.contains(law));
        let told = (0..HISTORIES).find_map(told);
        let told = told.unwrap_or_else(|| panic!("nobody noticed that {what}"));
        assert!(told.starts_with("seed "), "{told}");
    }
}
