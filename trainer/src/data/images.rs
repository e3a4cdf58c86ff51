//! PNG and JPEG files in a folder for each class.

use std::{io::Cursor, path::Path};

use image::{DynamicImage, ImageFormat, ImageReader, Limits, imageops::FilterType};
use search::config::Images;

use super::{Image, Loaded, Samples, features::Table, file, targets::Targets};
use crate::Error;

/// The largest side of an image that is read, and the most memory that one may ask for. Limits
/// against files that say they are larger than they are.
const SIDE_MAX: u32 = 1 << 15;
const BYTES_MAX: u64 = 1 << 29;

/// Reads all images. Classes are the names of the folders to train on, by the alphabet.
pub(super) fn load(folder: &Path, images: &Images) -> Result<Loaded, Error> {
    let path = &images.folder;
    let classes = file::folders(folder, path)?;
    if classes.is_empty() {
        return Err(file::invalid(path, "holds no folders; each class needs one with its images"));
    }
    let mut reading = Reading { images, size: images.size.map(|it| (it, None)) };
    let train = reading.part(folder, path, &classes, &classes)?;
    let validation = match &images.validation {
        None => None,
        Some(path) => {
            let known = file::folders(folder, path)?;
            if let Some(class) = known.iter().find(|it| !classes.contains(it)) {
                let (held, train) = (format!("{path}/{class}"), &images.folder);
                return Err(file::invalid(&held, format!("{train} has no class of this name")));
            }
            Some(reading.part(folder, path, &classes, &known)?)
        }
    };
    Ok(Loaded { train, validation, pixels: true })
}

/// What images must be like.
struct Reading<'a> {
    images: &'a Images,
    /// Height and width, and which file had them first where nobody has said them.
    size: Option<([u32; 2], Option<String>)>,
}

impl Reading<'_> {
    /// The images of the classes that are `there`, below `path`.
    fn part(
        &mut self,
        folder: &Path,
        path: &str,
        classes: &[String],
        there: &[String],
    ) -> Result<Samples, Error> {
        let (mut bytes, mut labels) = (Vec::new(), Vec::new());
        for (label, class) in (0_u32..).zip(classes).filter(|it| there.contains(it.1)) {
            let class = format!("{path}/{class}");
            let names = file::listed(folder, &class)?;
            if names.is_empty() {
                return Err(file::invalid(&class, "is empty; every class needs an image"));
            }
            for name in names {
                let name = format!("{class}/{name}");
                let image = self.sized(&name, decode(&name, file::read(folder, &name)?)?)?;
                self.write(&image, &mut bytes);
                labels.push(label);
                Samples::fits(path, bytes.len() as u64, 1)?;
            }
        }
        let width = bytes.len() / labels.len().max(1);
        let targets = Targets::Classes { labels, names: classes.into() };
        let samples = Samples::of(path, width, Table::bytes(bytes), targets)?;
        let Some(([height, width], _)) = self.size else { return Ok(samples) };
        let channels = if self.images.colour { 3 } else { 1 };
        let [height, width] = [height, width].map(|it| it as usize);
        Ok(samples.of_images(Image { channels, height, width }))
    }

    /// The image at the size that all must have.
    fn sized(&mut self, name: &str, image: DynamicImage) -> Result<DynamicImage, Error> {
        let its = [image.height(), image.width()];
        let (size, first) = self.size.get_or_insert_with(|| (its, Some(name.to_owned())));
        if its == *size {
            return Ok(image);
        }
        let [height, width] = *size;
        match first {
            None => Ok(image.resize_exact(width, height, FilterType::Triangle)),
            Some(first) => {
                let [its_height, its_width] = its;
                Err(file::invalid(
                    name,
                    format!(
                        "has {its_height}×{its_width} pixels, where {first} has {height}×{width}; `size: \
                         [{height}, {width}]` resizes all"
                    ),
                ))
            }
        }
    }

    /// Adds the image's bytes: grey, or all red ones, then the green and the blue, as in CIFAR.
    fn write(&self, image: &DynamicImage, bytes: &mut Vec<u8>) {
        if !self.images.colour {
            bytes.extend_from_slice(image.to_luma8().as_raw());
            return;
        }
        let pixels = image.to_rgb8();
        for colour in 0..3 {
            bytes.extend(pixels.as_raw().iter().skip(colour).step_by(3));
        }
    }
}

fn decode(name: &str, bytes: Vec<u8>) -> Result<DynamicImage, Error> {
    if bytes.is_empty() {
        return Err(file::invalid(name, "is empty"));
    }
    let mut reader = ImageReader::new(Cursor::new(bytes));
    let reader_of = |error| file::invalid(name, error);
    reader = reader.with_guessed_format().map_err(reader_of)?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(file::invalid(name, "is neither a PNG nor a JPEG image"));
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(BYTES_MAX);
    reader.limits(limits);
    reader.decode().map_err(|error| file::invalid(name, format!("is damaged or cut off: {error}")))
}
