//! What a sweep may ask for and this version cannot do yet: refused, for a run that ignored it would mislead.

use search::config::{BatchNorm, Clip, DecaySkips, Model, Train, TrialConfig};

use crate::Error;

/// Refuses what would be ignored.
pub(crate) fn refuse(config: &TrialConfig, model: &Model) -> Result<(), Error> {
    let (dropout, norm) = match model {
        Model::Mlp(it) => (it.dropout, it.batch_norm),
        Model::Cnn(it) => (it.dropout, it.batch_norm),
        Model::Resnet(it) => (0.0, it.batch_norm),
        Model::Transformer(it) => (it.dropout, BatchNorm::Off),
        Model::Logistic { .. } => (0.0, BatchNorm::Off),
    };
    let Train { label_smoothing, .. } = config.train;
    let asked = [
        ("dropout", dropout > 0.0),
        ("ghost_batch", matches!(norm, BatchNorm::Ghost(_))),
        ("label_smoothing", label_smoothing > 0.0),
        ("clip_norm and clip_value", config.optimizer.clip != Clip::Off),
        ("decay_skips", config.optimizer.decay_skips != DecaySkips::Nothing),
    ];
    match asked.iter().find(|(_, is_asked)| *is_asked) {
        Some((what, _)) => Err(Error::Invalid(format!(
            "this version cannot train with `{what}` yet; leave it out of the sweep"
        ))),
        None => Ok(()),
    }
}
