//! Which trials one device can train together, as one computation.

use super::{
    Adadelta, Adagrad, Adam, Builtin, Clip, Init, Mlp, Model, Optimizer, Rmsprop, Rule, Sgd, Task,
    Train, TrialConfig,
};

impl TrialConfig {
    /// A short text that two trials share if they can be members of one bundle: they do the same arithmetic on the same
    /// rows at the same updates, with other numbers. So all must be equal but the optimizer's numbers, the schedule, the
    /// weights to start with, and the seed. A range test lasts as long as its ramp, so those must be of one length.
    ///
    /// Nothing for a trial that is trained alone: a synthetic curve has nothing to be fused.
    pub fn bundle_key(&self) -> Option<String> {
        let Self { train, optimizer, schedule, growth } = self;
        let Task::Builtin(Builtin { dataset, model }) = &train.task else { return None };
        let Train {
            task: _,
            budget,
            batch_size,
            report_every,
            shuffle,
            score_training,
            label_smoothing,
        } = train;
        let Optimizer { lr: _, rule, clip, decay_skips } = optimizer;
        let ramp = schedule.ramp().map(|it| (it.steps, schedule.unit));
        let run = (budget, ramp, batch_size, growth, shuffle);
        let told = (report_every, score_training);
        let update = (label_smoothing, family(rule), clipping(clip), decay_skips);
        let shared = (dataset, arithmetic(model), run, told, update);
        // A value's own listing names all that it holds, so whatever it comes to hold later counts as well.
        Some(digest(&format!("{shared:?}")))
    }
}

/// The model without the weights that it starts with.
fn arithmetic(model: &Model) -> Model {
    let mut model = model.clone();
    match &mut model {
        Model::Logistic { init } | Model::Mlp(Mlp { init, .. }) => *init = Init::Random,
        Model::Cnn(_) | Model::Resnet(_) | Model::Transformer(_) => (),
    }
    model
}

/// The rule without its numbers: what is left chooses between formulas.
fn family(rule: &Rule) -> (&'static str, [bool; 2]) {
    match rule {
        Rule::Sgd(Sgd { nesterov, momentum: _, dampening: _, weight_decay: _ }) => {
            ("sgd", [*nesterov, false])
        }
        Rule::Adagrad(Adagrad {
            lr_decay: _,
            initial_accumulator_value: _,
            eps: _,
            weight_decay: _,
        }) => ("adagrad", [false, false]),
        Rule::Adadelta(Adadelta { rho: _, eps: _, weight_decay: _ }) => {
            ("adadelta", [false, false])
        }
        Rule::Rmsprop(Rmsprop { centered, alpha: _, eps: _, momentum: _, weight_decay: _ }) => {
            ("rmsprop", [*centered, false])
        }
        Rule::Adam(Adam { amsgrad, decoupled, betas: _, eps: _, weight_decay: _ }) => {
            ("adam", [*amsgrad, *decoupled])
        }
    }
}

/// How gradients are kept small, whatever the bound.
fn clipping(clip: &Clip) -> &'static str {
    match clip {
        Clip::Off => "off",
        Clip::Norm(_) => "norm",
        Clip::Value(_) => "value",
    }
}

/// The 128-bit FNV-1a hash of `text` (Fowler, Noll, Vo), in hexadecimal. A sweep has a few keys, told apart by nobody
/// who would gain from a collision.
fn digest(text: &str) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Node;

    const MLP: &str = "{ builtin: { dataset: digits, model: { kind: mlp } }, epochs: 2 }";

    /// The key of a trial with these sections.
    fn key(train: &str, rest: &str) -> Option<String> {
        let text = format!("train: {train}\n{rest}");
        let config = TrialConfig::read(&Node::from_yaml(&text).unwrap());
        config.unwrap_or_else(|problems| panic!("{problems:?} in {text}")).bundle_key()
    }

    /// Sections beside `train`; the optimizer by its keys.
    fn with(optimizer: &str, rest: &str) -> String {
        format!("optimizer: {{ lr: 0.1, {optimizer} }}\n{rest}\n")
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(digest(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(digest("a"), "d228cb696f1a8caf78912b704e4a8964");
        assert_eq!(digest("foobar"), "343e1662793c64bf6f0d3597ba446f18");
    }

    #[test]
    fn numbers_schedules_and_first_weights_may_differ() {
        let plain = key(MLP, &with("", ""));
        assert!(plain.as_ref().is_some_and(|it| it.len() == 32));
        for rest in [
            "optimizer: { lr: 0.003 }",
            &with("momentum: 0.9, weight_decay: 0.1", ""),
            &with("momentum: 0.5, dampening: 0.1", ""),
            &with("", "schedule: { kind: cosine, t_max: 3, unit: epoch, warmup: { steps: 2 } }"),
            &with("momentum: 0.9", "schedule: { kind: one_cycle }"),
            &with("", "schedule: { kind: plateau }"),
        ] {
            assert_eq!(key(MLP, rest), plain, "{rest}");
        }
        let zeros = MLP.replace("kind: mlp", "kind: mlp, init: zeros, hidden: [128, 128]");
        assert_eq!(key(&zeros, &with("", "")), plain, "defaults may be said or left out");
        let adam = |it: &str| key(MLP, &with(&format!("kind: adam, {it}"), ""));
        assert_eq!(adam("betas: [0.5, 0.9], eps: 1e-3"), adam("weight_decay: 0.1"));
    }

    #[test]
    fn what_changes_the_arithmetic_the_rows_or_the_points_keeps_trials_apart() {
        let bodies = [
            MLP.to_owned(),
            MLP.replace("digits", "{ kind: moons }"),
            MLP.replace("digits", "{ kind: digits, label_noise: 0.1 }"),
            MLP.replace("kind: mlp", "kind: logistic"),
            MLP.replace("kind: mlp", "kind: mlp, hidden: [64]"),
            MLP.replace("kind: mlp", "kind: mlp, activation: tanh"),
            MLP.replace("kind: mlp", "kind: mlp, dropout: 0.1"),
            MLP.replace("kind: mlp", "kind: mlp, batch_norm: true, ghost_batch: 32"),
            MLP.replace("epochs: 2", "epochs: 3"),
            MLP.replace("epochs: 2", "steps: 2"),
            MLP.replace("epochs: 2", "epochs: 2, batch_size: 32"),
            MLP.replace("epochs: 2", "epochs: 2, report_every: 5"),
            MLP.replace("epochs: 2", "epochs: 2, shuffle: false"),
            MLP.replace("epochs: 2", "epochs: 2, score_training: true"),
            MLP.replace("epochs: 2", "epochs: 2, label_smoothing: 0.1"),
        ];
        let rests = [
            with("kind: sgd, momentum: 0.9, nesterov: true", ""),
            with("kind: adagrad", ""),
            with("kind: adadelta", ""),
            with("kind: rmsprop", ""),
            with("kind: rmsprop, centered: true", ""),
            with("kind: adam", ""),
            with("kind: adam, amsgrad: true", ""),
            with("kind: adamw", ""),
            with("clip_norm: 1", ""),
            with("clip_value: 1", ""),
            with("decay_skips: norms_and_biases, weight_decay: 0.1", ""),
            with("", "batch_schedule: { kind: grow, milestones: [1], factor: 2 }"),
            with("", "batch_schedule: { kind: grow, milestones: [1], factor: 3 }"),
        ];
        let bodies = bodies.iter().map(|it| key(it, &with("", "")).unwrap());
        let mut keys: Vec<String> =
            bodies.chain(rests.iter().map(|it| key(MLP, it).unwrap())).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn range_tests_share_a_bundle_if_they_are_of_one_length() {
        let ramp = |it: &str| {
            key(MLP, &format!("optimizer: {{}}\nschedule: {{ kind: range, start: 1e-4, {it} }}"))
        };
        assert_eq!(ramp("end: 1, steps: 90"), ramp("end: 10, steps: 90, mode: linear"));
        assert_ne!(ramp("end: 1, steps: 90"), ramp("end: 1, steps: 91"));
        assert_ne!(ramp("end: 1, steps: 90"), ramp("end: 1, steps: 90, unit: epoch"));
        assert_ne!(ramp("end: 1, steps: 90"), key(MLP, &with("", "")));
    }

    #[test]
    fn a_synthetic_curve_has_no_bundle() {
        assert_eq!(key("{ synthetic: {} }", &with("", "")), None);
    }
}
