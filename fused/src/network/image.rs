//! What happens to images beside convolutions: how they come in, what makes them smaller, and how they go out.

use trainer::Image;

use super::{Layer, Pass, conv::Pixels, through};
use burn_tensor::{Tensor, backend::AutodiffBackend};

/// From a row of planes a sample, as data are, to a row a pixel.
pub(super) fn pixels<A: AutodiffBackend>(values: Tensor<A, 3>, image: Image) -> Tensor<A, 3> {
    let [members, samples, _] = values.dims();
    let pixels = image.height * image.width;
    let planes = values.reshape([members, samples, image.channels, pixels]);
    planes.swap_dims(2, 3).reshape([members, samples * pixels, image.channels])
}

/// From a row a pixel to a row of planes a sample.
pub(super) fn planes<A: AutodiffBackend>(values: Tensor<A, 3>, image: Image) -> Tensor<A, 3> {
    let [members, rows, channels] = values.dims();
    let pixels = image.height * image.width;
    let images = values.reshape([members, rows / pixels, pixels, channels]);
    images.swap_dims(2, 3).reshape([members, rows / pixels, pixels * channels])
}

/// The mean of all pixels of a sample.
pub(super) fn mean<A: AutodiffBackend>(values: Tensor<A, 3>, image: Image) -> Tensor<A, 3> {
    let [members, rows, channels] = values.dims();
    let pixels = image.height * image.width;
    let images = values.reshape([members, rows / pixels, pixels, channels]);
    images.mean_dim(2).reshape([members, rows / pixels, channels])
}

/// The largest of each two by two pixels; a last row or column without a partner is left out. Of equal ones the
/// first counts.
pub(super) fn max_pool<A: AutodiffBackend>(values: Tensor<A, 3>, image: Image) -> Tensor<A, 3> {
    let [members, rows, channels] = values.dims();
    let Image { height, width, .. } = image;
    let images = members * rows / (height * width);
    let [lines, columns] = [height / 2, width / 2];
    let even = values.reshape([images, height, width, channels]);
    let even = even.narrow(1, 0, 2 * lines).narrow(2, 0, 2 * columns);
    let pairs = even.reshape([images * lines, 2, columns, 2 * channels]);
    let one = |y: usize, x: usize| pairs.clone().narrow(1, y, 1).narrow(3, x * channels, channels);
    let top = larger(one(0, 0), one(0, 1));
    let bottom = larger(one(1, 0), one(1, 1));
    let samples = images / members;
    larger(top, bottom).reshape([members, samples * lines * columns, channels])
}

/// Chosen, as a maximum hides a NaN on some devices.
fn larger<A: AutodiffBackend>(a: Tensor<A, 4>, b: Tensor<A, 4>) -> Tensor<A, 4> {
    let is_b = b.clone().greater(a.clone());
    a.mask_where(is_b, b)
}

/// Layers whose outcome is added to what went in.
#[derive(Debug)]
pub(super) struct Residual<A: AutodiffBackend> {
    pub(super) layers: Vec<Layer<A>>,
    /// What is taken of what went in, where images get smaller; new channels are zeros (He et al., 2016, option A).
    pub(super) thinned: Option<Pixels<A>>,
}

impl<A: AutodiffBackend> Residual<A> {
    pub(super) fn forwards(&self, values: Tensor<A, 3>, pass: &mut Pass<'_, A>) -> Tensor<A, 3> {
        let made = through(&self.layers, values.clone(), pass);
        let kept = match &self.thinned {
            Some(thinned) => thinned.pick(values),
            None => values,
        };
        let ([members, rows, channels], [_, _, known]) = (made.dims(), kept.dims());
        if channels == known {
            return made + kept;
        }
        let new = Tensor::zeros([members, rows, channels - known], &kept.device());
        made + Tensor::cat(vec![kept, new], 2)
    }
}
