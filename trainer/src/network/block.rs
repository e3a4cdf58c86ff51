//! The blocks of a transformer, in place: normalise, attend, add; normalise, feed forward, add.
//!
//! As in GPT-2, the norms stand before what they feed (Xiong et al., 2020), so that the rows themselves go
//! straight through all blocks, and the slopes by them straight back.

use search::config::{Activation, Transformer};

use super::{
    activation::Nonlinear,
    attention::Attention,
    builder::Builder,
    chain::{Back, Forth},
    dense::Dense,
    grid::{Grid, filled},
    layer_norm::LayerNorm,
    parameter::{First, Sides},
};
use crate::Error;

/// The blocks of a transformer.
#[derive(Debug)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
    scratch: Scratch,
}

/// One of them.
#[derive(Debug)]
struct Block {
    norms: [LayerNorm; 2],
    /// What the norms come to.
    normed: [Grid; 2],
    /// Makes queries, keys and values of a row.
    ask: Dense,
    attention: Attention,
    /// Queries, keys and values.
    asked: Grid,
    /// What each place takes from the others.
    taken: Grid,
    project: Dense,
    feed: Dense,
    gelu: Nonlinear,
    /// What the layer inside comes to.
    inner: Grid,
    narrow: Dense,
}

/// What all blocks write over in turn.
#[derive(Debug)]
struct Scratch {
    /// What is added to the rows; the loss's slopes by what the norms come to, and by what is taken.
    narrow: Grid,
    /// The slopes by queries, keys and values.
    asked: Grid,
    /// The slopes by the layer inside.
    inner: Grid,
}

/// The sizes of a block.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    heads: usize,
    width: usize,
    length: usize,
    feedforward: usize,
}

impl Blocks {
    /// The blocks of `model`, whose weights start normal with this deviation; those whose outcome is added to
    /// the rows start smaller by the root of how many there are, as GPT-2's do.
    pub(super) fn new(
        builder: &mut Builder,
        model: &Transformer,
        deviation: f64,
    ) -> Result<Self, Error> {
        let size = |it| usize::try_from(it).unwrap_or(usize::MAX);
        let (heads, width) = (size(model.heads), size(model.width));
        let (length, feedforward) = (size(model.context), size(model.feedforward));
        let sizes = Sizes { heads, width, length, feedforward };
        #[expect(clippy::cast_precision_loss, reason = "a few layers")]
        let added = deviation / (2.0 * model.layers as f64).sqrt();
        let firsts = [deviation, added].map(First::Normal);
        let block = |index| Block::new(builder, &format!("transformer.h.{index}"), sizes, firsts);
        let blocks = (0..model.layers).map(block).collect::<Result<_, _>>()?;
        let scratch = Scratch {
            narrow: sizes.grid(builder, 1)?,
            asked: sizes.grid(builder, 3)?,
            inner: builder.grid(length, feedforward)?,
        };
        Ok(Self { blocks, scratch })
    }

    pub(super) fn forwards(&mut self, values: &mut Grid, forth: &mut Forth<'_>) {
        for block in &mut self.blocks {
            block.attend(values, &mut self.scratch, forth);
            block.feed(values, &mut self.scratch, forth);
        }
    }

    pub(super) fn backwards(&mut self, errors: &mut Grid, back: &mut Back<'_>) {
        for block in self.blocks.iter_mut().rev() {
            block.feed_back(errors, &mut self.scratch, back);
            block.attend_back(errors, &mut self.scratch, back);
        }
    }
}

impl Block {
    fn new(
        builder: &mut Builder,
        name: &str,
        sizes: Sizes,
        [first, added]: [First; 2],
    ) -> Result<Self, Error> {
        let Sizes { heads, width, length, feedforward } = sizes;
        let dense = |builder: &mut Builder, part: &str, [channels, outputs]: [usize; 2], first| {
            let sides = Sides { positions: 1, channels, outputs };
            Dense::new(builder, &format!("{name}.{part}"), sides, first, false)
        };
        let norm = |builder: &mut Builder, part: &str| {
            LayerNorm::new(builder, &format!("{name}.{part}"), [length, width])
        };
        // In the order of the parameters in PyTorch.
        let before = norm(builder, "ln_1")?;
        let ask = dense(builder, "attn.c_attn", [width, 3 * width], first)?;
        let project = dense(builder, "attn.c_proj", [width, width], added)?;
        let between = norm(builder, "ln_2")?;
        let feed = dense(builder, "mlp.c_fc", [width, feedforward], first)?;
        let narrow = dense(builder, "mlp.c_proj", [feedforward, width], added)?;
        Ok(Self {
            norms: [before, between],
            normed: [builder.grid(length, width)?, builder.grid(length, width)?],
            ask,
            attention: Attention::new(builder, [heads, width / heads, length])?,
            asked: sizes.grid(builder, 3)?,
            taken: sizes.grid(builder, 1)?,
            project,
            feed,
            gelu: Nonlinear::new(builder, Activation::Gelu, [length, feedforward])?,
            inner: builder.grid(length, feedforward)?,
            narrow,
        })
    }

    /// Adds what each place takes from those before it.
    fn attend(&mut self, values: &mut Grid, scratch: &mut Scratch, forth: &mut Forth<'_>) {
        self.norms[0].forwards(values, &mut self.normed[0], forth);
        self.ask.forwards(&self.normed[0], &mut self.asked, forth);
        self.attention.forwards(&self.asked, &mut self.taken, forth);
        self.project.forwards(&self.taken, &mut scratch.narrow, forth);
        add(&scratch.narrow, values, forth);
    }

    /// Adds what a layer inside makes of each place.
    fn feed(&mut self, values: &mut Grid, scratch: &mut Scratch, forth: &mut Forth<'_>) {
        self.norms[1].forwards(values, &mut self.normed[1], forth);
        self.feed.forwards(&self.normed[1], &mut self.inner, forth);
        self.gelu.forwards(&mut self.inner, forth);
        self.narrow.forwards(&self.inner, &mut scratch.narrow, forth);
        add(&scratch.narrow, values, forth);
    }

    fn feed_back(&mut self, errors: &mut Grid, scratch: &mut Scratch, back: &mut Back<'_>) {
        self.narrow.backwards(&self.inner, errors, Some(&mut scratch.inner), back);
        self.gelu.backwards(&self.inner, &mut scratch.inner, back);
        self.feed.backwards(&self.normed[1], &scratch.inner, Some(&mut scratch.narrow), back);
        self.norms[1].backwards(&scratch.narrow, errors, back);
    }

    fn attend_back(&mut self, errors: &mut Grid, scratch: &mut Scratch, back: &mut Back<'_>) {
        self.project.backwards(&self.taken, errors, Some(&mut scratch.narrow), back);
        self.attention.backwards(&self.asked, &scratch.narrow, &mut scratch.asked, back);
        self.ask.backwards(&self.normed[0], &scratch.asked, Some(&mut scratch.narrow), back);
        self.norms[0].backwards(&scratch.narrow, errors, back);
    }
}

impl Sizes {
    /// A grid of so many parts, as wide as a block each, with the room that attention asks for.
    fn grid(&self, builder: &mut Builder, parts: usize) -> Result<Grid, Error> {
        let room = Attention::columns(self.heads, self.width / self.heads, parts);
        let grid = builder.grid(self.length, room)?;
        Ok(Grid { columns: filled(parts * self.width), ..grid })
    }
}

/// Adds `grid` to `values`.
fn add(grid: &Grid, values: &mut Grid, forth: &Forth<'_>) {
    let columns = values.columns;
    for (values, row) in values.rows_mut(forth.samples).zip(grid.rows(forth.samples)) {
        values[..columns].iter_mut().zip(row).for_each(|(value, it)| *value += it);
    }
}
