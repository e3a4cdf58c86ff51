//! What a model of language learns: a text of which it is known how well it can be told.

use search::config::{Dataset, Task, TrialConfig};
use trainer::{Ending, Text};

use super::{config, run};

const TEXT: &str = r#""kind": "grammar", "words": 12, "samples": 600, "length": 32"#;

#[test]
fn a_transformer_comes_near_the_best_loss_that_there_is() {
    let config = transformer("\"epochs\": 12");
    let text = text(&config);
    let best = text.best_loss().unwrap();
    let run = run(&config, 0);
    let Ending::Completed { value, first } = run.ending else { panic!("{:?}", run.ending) };
    let guessing = f64::from(u32::try_from(text.symbols()).unwrap()).ln();
    assert!((first.unwrap() - guessing).abs() < 0.1, "{first:?} {guessing}");
    assert!(value > 0.98 * best && value < 1.1 * best, "{value} of {best}");
    assert!(run.last("val_accuracy") > 0.7, "{}", run.last("val_accuracy"));
}

#[test]
fn the_same_seed_trains_the_same_transformer_to_the_bit() {
    let config = transformer("\"steps\": 5");
    assert_eq!(run(&config, 3).bits(), run(&config, 3).bits());
    assert_ne!(run(&config, 3).bits(), run(&config, 4).bits());
}

fn transformer(budget: &str) -> TrialConfig {
    let builtin = format!(
        r#""builtin": {{ "dataset": {{ {TEXT} }}, "model": {{ "kind": "transformer", "layers": 2, "heads": 2,
                         "width": 32 }} }}, "batch_size": 16"#
    );
    let schedule = r#", "schedule": { "kind": "one_cycle" }"#;
    config(&builtin, budget, r#""kind": "adamw", "lr": 0.01"#, schedule)
}

fn text(config: &TrialConfig) -> Text {
    let Task::Builtin(builtin) = &config.train.task else { panic!("no built-in model") };
    let Dataset::Text(text) = &builtin.dataset else { panic!("no text") };
    Text::load(text, std::path::Path::new("")).unwrap()
}
