//! From a model's configuration to its layers; their parameters have the names that `trainer` gives them.

mod images;

use burn_tensor::backend::AutodiffBackend;
use search::config::{BatchNorm, Model, Transformer};
use trainer::Image;

use super::{
    Layer, Network,
    block::Block,
    dense::Dense,
    dropout::Dropout,
    language::{Embedding, Head},
    norm::Norm,
};
use crate::{Error, parameters::Inventory};

/// Puts layers one after the other.
pub(super) struct Builder<'a, A: AutodiffBackend> {
    inventory: &'a Inventory,
    device: &'a A::Device,
    layers: Vec<Layer<A>>,
    /// How many rows a sample has now, and how many columns.
    size: [usize; 2],
    /// How many numbers there were, one after the other.
    numbers: usize,
    dropouts: Vec<Dropout>,
}

impl<'a, A: AutodiffBackend> Builder<'a, A> {
    /// Before the first layer.
    pub(super) fn new(features: usize, inventory: &'a Inventory, device: &'a A::Device) -> Self {
        let (layers, dropouts) = (Vec::new(), Vec::new());
        Self { inventory, device, layers, size: [1, features], numbers: features, dropouts }
    }

    /// The layers of a model; that it fits the data is known.
    pub(super) fn build(
        mut self,
        model: &Model,
        image: Option<Image>,
    ) -> Result<Network<A>, Error> {
        let image = || image.ok_or_else(|| Error::Invalid("the data set has no images".into()));
        match model {
            Model::Logistic { .. } => self.dense("layers.0"),
            Model::Mlp(it) => {
                for index in 0..it.hidden.len() {
                    self.dense(&format!("layers.{index}"));
                    self.norm(&format!("norms.{index}"), it.batch_norm);
                    self.push(Layer::Activation(it.activation));
                    self.dropout(it.dropout);
                }
                self.dense(&format!("layers.{}", it.hidden.len()));
            }
            Model::Cnn(it) => self.cnn(it, image()?),
            Model::Resnet(it) => self.resnet(it, image()?),
            Model::Transformer(it) => self.language(it),
        }
        let Self { layers, numbers, dropouts, .. } = self;
        Ok(Network { layers, numbers, dropouts })
    }

    fn language(&mut self, model: &Transformer) {
        let length = self.size[1];
        let embedding = Embedding::new(self.inventory);
        self.size = [length, embedding.width()];
        self.push(Layer::Embedding(embedding));
        self.dropout(model.dropout);
        for index in 0..model.layers {
            let mut block = Block::new(index, model, self.inventory);
            // In the order in which data pass through, as the trainer counts them.
            let [shares, rows] = [block.shares(), self.size.iter().product()];
            block.dropouts = [shares, rows, rows].map(|it| self.drop(model.dropout, it));
            self.numbers += length * block.numbers();
            self.push(Layer::Block(Box::new(block)));
        }
        let head = Head::new(self.inventory);
        self.size[1] = head.kinds();
        self.push(Layer::Head(head));
    }

    fn dense(&mut self, name: &str) {
        let dense = Dense::new(name, self.inventory);
        self.size[1] = dense.outputs();
        self.push(Layer::Dense(dense));
    }

    fn norm(&mut self, name: &str, batch_norm: BatchNorm) {
        let rows = match batch_norm {
            BatchNorm::Off => return,
            BatchNorm::Whole => None,
            BatchNorm::Ghost(samples) => {
                let samples = usize::try_from(samples).unwrap_or(usize::MAX);
                Some(samples.saturating_mul(self.size[0]))
            }
        };
        self.push(Layer::Norm(Norm::new(name, rows, self.inventory)));
    }

    fn dropout(&mut self, share: f64) {
        if let Some(it) = self.drop(share, self.size.iter().product()) {
            self.push(Layer::Dropout(it));
        }
    }

    /// The next dropout, of so many numbers a sample, where anything is left out.
    fn drop(&mut self, share: f64, numbers: usize) -> Option<Dropout> {
        let it = Dropout { number: self.dropouts.len(), share, numbers };
        let drops = share > 0.0;
        self.dropouts.extend(drops.then_some(it));
        drops.then_some(it)
    }

    fn push(&mut self, layer: Layer<A>) {
        self.layers.push(layer);
        self.numbers += self.size.iter().product::<usize>();
    }
}
