//! Models that look at images.

use burn_tensor::backend::AutodiffBackend;
use search::config::{Activation, BatchNorm, Cnn, Resnet};
use trainer::Image;

use super::{
    super::{
        Layer,
        conv::{Conv, Pixels},
        image::Residual,
    },
    Builder,
};

impl<A: AutodiffBackend> Builder<'_, A> {
    pub(super) fn cnn(&mut self, model: &Cnn, image: Image) {
        let mut image = self.pixels(image);
        for index in 0..model.channels.len() {
            image = self.conv(&format!("convs.{index}"), image, 1);
            self.norm(&format!("norms.{index}"), model.batch_norm);
            // What keeps the order of numbers may as well be applied to the largest alone, as in our own network.
            let is_late = model.activation == Activation::Relu;
            let activation = || Layer::Activation(model.activation);
            if !is_late {
                self.push(activation());
            }
            let pool = Layer::MaxPool(image);
            image = Image { height: image.height / 2, width: image.width / 2, ..image };
            self.size[0] = image.height * image.width;
            self.push(pool);
            if is_late {
                self.push(activation());
            }
        }
        self.size = [1, self.size.iter().product()];
        self.push(Layer::Planes(image));
        for index in 0..model.hidden.len() {
            self.dense(&format!("layers.{index}"));
            self.push(Layer::Activation(model.activation));
            self.dropout(model.dropout);
        }
        self.dense(&format!("layers.{}", model.hidden.len()));
    }

    pub(super) fn resnet(&mut self, model: &Resnet, image: Image) {
        let mut image = self.pixels(image);
        image = self.conv_norm(["conv1", "bn1"].map(String::from), image, 1, model.batch_norm);
        self.push(Layer::Activation(Activation::Relu));
        for stage in 0..3 {
            for block in 0..model.blocks() {
                let name = format!("layer{}.{block}", stage + 1);
                let stride = if stage > 0 && block == 0 { 2 } else { 1 };
                image = self.residual(&name, image, stride, model.batch_norm);
            }
        }
        self.size[0] = 1;
        self.push(Layer::Mean(image));
        self.dense("fc");
    }

    /// Two convolutions that what goes in is added to. Says what comes out.
    fn residual(&mut self, name: &str, image: Image, stride: usize, norm: BatchNorm) -> Image {
        let before = std::mem::take(&mut self.layers);
        let names = |at: u8| [format!("{name}.conv{at}"), format!("{name}.bn{at}")];
        let made = self.conv_norm(names(1), image, stride, norm);
        self.push(Layer::Activation(Activation::Relu));
        let made = self.conv_norm(names(2), made, 1, norm);
        let layers = std::mem::replace(&mut self.layers, before);
        let thinned = (stride > 1).then(|| Pixels::thinned(image, stride, self.device));
        self.push(Layer::Residual(Residual { layers, thinned }));
        self.push(Layer::Activation(Activation::Relu));
        made
    }

    fn conv_norm(
        &mut self,
        [conv, norm]: [String; 2],
        image: Image,
        stride: usize,
        batch_norm: BatchNorm,
    ) -> Image {
        let made = self.conv(&conv, image, stride);
        self.norm(&norm, batch_norm);
        made
    }

    /// Says what comes out.
    fn conv(&mut self, name: &str, image: Image, stride: usize) -> Image {
        let conv = Conv::new(name, (image, stride), self.inventory, self.device);
        let made = conv.outputs(image, stride);
        self.size = [made.height * made.width, made.channels];
        self.numbers += conv.numbers(image);
        self.push(Layer::Conv(conv));
        made
    }

    fn pixels(&mut self, image: Image) -> Image {
        self.size = [image.height * image.width, image.channels];
        self.push(Layer::Pixels(image));
        image
    }
}
