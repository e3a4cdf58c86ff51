//! The model of language.

use super::WIDTH_MAX;
use crate::{
    config::text::{LENGTH, LENGTH_MAX},
    document::{Fields, Value},
};

/// The most blocks, and the most heads. A limit against slips of the keyboard.
const LAYERS_MAX: u64 = 1_000;

/// A causal transformer of GPT-2's kind: learnt positions; blocks that normalise, attend, normalise, and feed
/// forward through a GELU; a last norm. It tells each character from those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transformer {
    /// How many blocks there are.
    pub layers: u64,
    /// How many heads attend in each; they share its width.
    pub heads: u64,
    /// How many numbers stand for a character.
    pub width: u64,
    /// How many characters it looks at: as many as a sequence of the data set has.
    pub context: u64,
    /// The width of the layer inside a block.
    pub feedforward: u64,
    /// The share that is left out while it learns, where GPT-2 does so (`torch.nn.Dropout`).
    pub dropout: f64,
}

impl Transformer {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let count = |it: &Value<'_>| it.whole(1, LAYERS_MAX);
        let layers = fields.or("layers", 2, count);
        let heads = fields.or("heads", 4, count);
        let width = fields.or("width", 64, |it| it.whole(1, WIDTH_MAX));
        let context = fields.or("context", LENGTH, |it| it.whole(1, LENGTH_MAX));
        let usual = width.map_or(WIDTH_MAX, |it| 4 * it);
        let feedforward = fields.or("feedforward", usual, |it| it.whole(1, 4 * WIDTH_MAX));
        let dropout = fields.or("dropout", 0.0, Value::fraction);
        if let (Some(heads), Some(width)) = (heads, width)
            && width % heads != 0
        {
            let message = format!("must divide `width`, which is {width}; they share it evenly");
            return fields.note("heads", message);
        }
        Some(Self {
            layers: layers?,
            heads: heads?,
            width: width?,
            context: context?,
            feedforward: feedforward?,
            dropout: dropout?,
        })
    }
}
