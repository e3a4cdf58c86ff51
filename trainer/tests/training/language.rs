//! What a model of language learns: a text of which it is known how well it can be told.

use search::config::{Dataset, Task, TrialConfig};
use trainer::{Ending, Text};

use super::{config, run};

const TEXT: &str = r#""kind": "grammar", "words": 12, "samples": 600, "length": 32"#;

#[test]
fn a_transformer_comes_near_the_best_loss_that_there_is() {
    let config = transformer("\"epochs\": 24", 0.0);
    let best = text(&config).best_loss().unwrap();
    let run = run(&config, 0);
    let Ending::Completed { value, first } = run.ending else { panic!("{:?}", run.ending) };
    // It begins with guessing: ln of its symbols.
    assert!((first.unwrap() - 20_f64.ln()).abs() < 0.4, "{first:?}");
    assert!(value > 0.98 * best && value < 1.1 * best, "{value} of {best}");
    assert!(run.last("val_accuracy") > 0.7, "{}", run.last("val_accuracy"));
}

#[test]
fn the_same_seed_trains_the_same_transformer_to_the_bit() {
    let config = transformer("\"steps\": 5", 0.0);
    assert_eq!(run(&config, 3).bits(), run(&config, 3).bits());
    assert_ne!(run(&config, 3).bits(), run(&config, 4).bits());
}

fn transformer(budget: &str, dropout: f64) -> TrialConfig {
    let builtin = format!(
        r#""builtin": {{ "dataset": {{ {TEXT} }}, "model": {{ "kind": "transformer", "layers": 2, "heads": 2,
                         "width": 32, "dropout": {dropout} }} }}, "batch_size": 16"#
    );
    config(&builtin, budget, r#""kind": "adamw", "lr": 0.005"#, "")
}

fn text(config: &TrialConfig) -> Text {
    let Task::Builtin(builtin) = &config.train.task else { panic!("no built-in model") };
    let Dataset::Text(text) = &builtin.dataset else { panic!("no text") };
    Text::load(text, std::path::Path::new("")).unwrap()
}
