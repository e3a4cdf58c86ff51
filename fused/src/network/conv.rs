//! Convolutions of each member's images by its own kernels: windows are gathered, and one batched product does the rest.
//!
//! burn has grouped convolutions, which would do for members; but its way back goes through the groups one by one.

use trainer::Image;

use super::Pass;
use crate::{parameters::Inventory, table::whole};
use burn_tensor::{Int, Tensor, backend::AutodiffBackend};

/// A convolution, padded so that a stride of 1 keeps the size.
#[derive(Debug)]
pub(super) struct Conv<A: AutodiffBackend> {
    weight: usize,
    bias: Option<usize>,
    outputs: usize,
    windows: Pixels<A>,
}

/// Pixels to be picked from an image, the border included: so many for each pixel that comes out.
#[derive(Debug)]
pub(super) struct Pixels<A: AutodiffBackend> {
    /// The number of each pixel; that after the image's last one is a zero.
    picked: Tensor<A, 1, Int>,
    pixels: usize,
    /// How many make a pixel that comes out.
    together: usize,
}

impl<A: AutodiffBackend> Conv<A> {
    /// The convolution of `image` whose parameters have such names.
    pub(super) fn new(
        name: &str,
        (image, stride): (Image, usize),
        inventory: &Inventory,
        device: &A::Device,
    ) -> Self {
        let weight = inventory.weights.find(&format!("{name}.weight"));
        let [outputs, _, side, _] = *inventory.weights.shape(weight) else {
            panic!("the kernels of {name:?} have four sides")
        };
        let bias = inventory.weights.try_find(&format!("{name}.bias"));
        Self { weight, bias, outputs, windows: Pixels::windows(image, side, stride, device) }
    }

    /// How many numbers a sample's windows hold.
    pub(super) fn numbers(&self, image: Image) -> usize {
        self.windows.picked.dims()[0] * image.channels
    }

    /// The images that come out.
    pub(super) fn outputs(&self, image: Image, stride: usize) -> Image {
        let [height, width] = [image.height, image.width].map(|it| it.div_ceil(stride));
        Image { channels: self.outputs, height, width }
    }

    pub(super) fn forwards(&self, values: Tensor<A, 3>, pass: &Pass<'_, A>) -> Tensor<A, 3> {
        let [members, _, channels] = values.dims();
        let (outputs, together) = (self.outputs, self.windows.together);
        let windows = self.windows.pick(values);
        // PyTorch's layout: for each output and each input its pixels.
        let kernels = pass.weights[self.weight].clone();
        let kernels = kernels.reshape([members, outputs, channels, together]);
        let matrix = kernels.permute([0, 3, 2, 1]).reshape([members, together * channels, outputs]);
        let sums = windows.matmul(matrix);
        match self.bias {
            Some(bias) => sums + pass.weights[bias].clone().reshape([members, 1, outputs]),
            None => sums,
        }
    }
}

impl<A: AutodiffBackend> Pixels<A> {
    /// The square windows around every so many pixels.
    fn windows(image: Image, side: usize, stride: usize, device: &A::Device) -> Self {
        let Image { height, width, .. } = image;
        let around = |at: usize, length: usize| {
            let known =
                move |it: usize| (it >= side / 2 && it < length + side / 2).then(|| it - side / 2);
            (at..at + side).map(known)
        };
        let mut picked = Vec::new();
        for y in (0..height).step_by(stride) {
            for x in (0..width).step_by(stride) {
                for y in around(y, height) {
                    picked.extend(around(x, width).map(|x| match (y, x) {
                        (Some(y), Some(x)) => y * width + x,
                        (None, _) | (_, None) => height * width,
                    }));
                }
            }
        }
        Self::new(&picked, height * width, side * side, device)
    }

    /// Every so manieth pixel of every so manieth row.
    pub(super) fn thinned(image: Image, stride: usize, device: &A::Device) -> Self {
        Self::windows(image, 1, stride, device)
    }

    fn new(picked: &[usize], pixels: usize, together: usize, device: &A::Device) -> Self {
        let number = |it: &usize| u32::try_from(*it).expect("an image has far fewer pixels");
        let picked: Vec<u32> = picked.iter().map(number).collect();
        Self { picked: whole::<A>(&picked, device), pixels, together }
    }

    /// `values` has a row a pixel; so does what comes out, whose rows hold the picked pixels side by side.
    pub(super) fn pick(&self, values: Tensor<A, 3>) -> Tensor<A, 3> {
        let [members, rows, channels] = values.dims();
        let samples = rows / self.pixels;
        let border = Tensor::zeros([members, samples, 1, channels], &values.device());
        let images = values.reshape([members, samples, self.pixels, channels]);
        let picked = Tensor::cat(vec![images, border], 2).select(2, self.picked.clone());
        let made = self.picked.dims()[0] / self.together;
        picked.reshape([members, samples * made, self.together * channels])
    }
}
