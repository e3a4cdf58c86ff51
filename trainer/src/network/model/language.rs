//! The model of language.

use search::config::Transformer;

use super::{
    super::{
        after::After, block::Blocks, builder::Builder, chain::Chain, embedding::Embedding,
        head::Head, layer::Layer, parameter::First,
    },
    count,
};
use crate::Error;

/// A model of language: symbols become rows, blocks work on these in their place, and the head tells what
/// comes next. First weights are GPT-2's (Radford et al., 2019, as nanoGPT draws them): normal, of this standard
/// deviation, but for those that are added to the rows in blocks; biases are 0. They are drawn in the order
/// of the parameters.
pub(super) fn chain(
    model: &Transformer,
    [length, symbols]: [usize; 2],
    builder: &mut Builder,
) -> Result<Chain, Error> {
    const DEVIATION: f64 = 0.02;
    if Ok(length) != usize::try_from(model.context) {
        let problem = format!("`context` is {}, and sequences have {length}", model.context);
        return Err(Error::Invalid(problem));
    }
    let width = count(model.width);
    let first = First::Normal(DEVIATION);
    let embedding = Embedding::new(builder, [symbols, length, width], first)?;
    let table = embedding.symbols;
    let blocks = After::Blocks(Blocks::new(builder, model, DEVIATION)?);
    let head = Head::new(builder, table, [length, width])?;
    let mut chain = Chain::default();
    chain.push(builder, Layer::Embedding(embedding), [length, width], vec![blocks])?;
    chain.push(builder, Layer::Head(Box::new(head)), [length, symbols], Vec::new())?;
    Ok(chain)
}
