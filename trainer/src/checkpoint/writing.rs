//! A checkpoint while it is written.

use std::{borrow::Cow, collections::HashMap};

use safetensors::{Dtype, View};

use super::{DIGEST_KEY, Identity, VERSION, VERSION_KEY, digest};

/// A checkpoint while it is written.
#[derive(Debug, Default)]
pub(crate) struct Writing(Vec<(String, Tensor)>);

#[derive(Debug)]
struct Tensor {
    kind: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Writing {
    /// Single precision, in this shape.
    pub(crate) fn singles(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes = values.iter().flat_map(|it| it.to_le_bytes()).collect();
        self.tensor(name, Tensor { kind: Dtype::F32, shape: shape.to_vec(), bytes });
    }

    /// Double precision, one after the other.
    pub(crate) fn doubles(&mut self, name: &str, values: &[f64]) {
        let bytes = values.iter().flat_map(|it| it.to_le_bytes()).collect();
        self.tensor(name, Tensor { kind: Dtype::F64, shape: vec![values.len()], bytes });
    }

    /// Whole numbers, one after the other. They are written with a sign, since not every reader knows numbers without.
    pub(crate) fn counts(&mut self, name: &str, values: impl ExactSizeIterator<Item = u64>) {
        let shape = vec![values.len()];
        let signed = |it| i64::try_from(it).expect("counts in a run are far below 2^63");
        let bytes = values.flat_map(|it| signed(it).to_le_bytes()).collect();
        self.tensor(name, Tensor { kind: Dtype::I64, shape, bytes });
    }

    /// The whole file, for the run of this identity.
    pub(crate) fn sealed(self, mut identity: Identity) -> Vec<u8> {
        identity.insert(VERSION_KEY.into(), VERSION.into());
        let tensors = self.0.iter().map(|(name, it)| (&**name, it.kind, &*it.shape, &*it.bytes));
        let digest = digest(&identity, tensors);
        identity.insert(DIGEST_KEY.into(), digest);
        // Other programs look for this when they are given a file of PyTorch's parameters.
        identity.insert("format".into(), "pt".into());
        let header: HashMap<String, String> = identity.into_iter().collect();
        safetensors::serialize(self.0.iter().map(|(name, it)| (name, it)), Some(header)).expect(
            "shapes are those of the numbers, and names take far less than the format's 100 MB",
        )
    }

    fn tensor(&mut self, name: &str, tensor: Tensor) {
        self.0.push((name.to_owned(), tensor));
    }
}

impl View for &Tensor {
    fn dtype(&self) -> Dtype {
        self.kind
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}
