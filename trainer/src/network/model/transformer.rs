//! A causal transformer of GPT-2's kind, as nanoGPT has it: symbols become rows, blocks work on these in their
//! place, and the head, whose matrix is the table of symbols, tells what comes next.
//!
//! Parameters have nanoGPT's names. First weights are GPT-2's (Radford et al., 2019): normal, of one standard
//! deviation but for those whose outcome is added to the rows; biases are 0. They are drawn in the order of
//! the parameters. Dropout, where there is any, leaves out what GPT-2 leaves out: of the rows that go into the
//! first block, of the shares that positions take from each other, and of what is added to the rows.

use search::config::Transformer;

use super::count;
use crate::{
    Data, Error,
    network::{
        after::After, block::Blocks, builder::Builder, chain::Chain, dropout::Dropout,
        embedding::Embedding, head::Head, layer::Layer, parameter::First,
    },
};

/// The standard deviation of first weights.
const DEVIATION: f64 = 0.02;

/// The layers of a model for such data.
pub(super) fn chain(
    model: &Transformer,
    data: &Data,
    builder: &mut Builder,
) -> Result<Chain, Error> {
    let (length, symbols) = (data.features(), data.outputs());
    if length != count(model.context) {
        let problem = format!("`context` is {}, and sequences have {length}", model.context);
        return Err(Error::Invalid(problem));
    }
    let width = count(model.width);
    let embedding = Embedding::new(builder, [symbols, length, width], First::Normal(DEVIATION))?;
    let table = embedding.symbols;
    let mut after = Vec::new();
    if model.dropout > 0.0 {
        after.push(After::Dropout(Dropout::new(builder, model.dropout, width)));
    }
    after.push(After::Blocks(Blocks::new(builder, model, DEVIATION)?));
    let head = Head::new(builder, table, [length, width])?;
    let mut chain = Chain::default();
    chain.push(builder, Layer::Embedding(embedding), [length, width], after)?;
    chain.push(builder, Layer::Head(Box::new(head)), [length, symbols], Vec::new())?;
    Ok(chain)
}
