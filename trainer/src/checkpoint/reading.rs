//! A checkpoint that is read: refused where anything about it is not as it was written.

use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use super::{DIGEST_KEY, Identity, Refused, VERSION, VERSION_KEY, digest};

/// A checkpoint whose version, run and digest are right.
#[derive(Debug)]
pub(crate) struct Reading<'a>(SafeTensors<'a>);

impl<'a> Reading<'a> {
    /// Opens the file of the run of this identity.
    pub(crate) fn open(bytes: &'a [u8], mut identity: Identity) -> Result<Self, Refused> {
        let unreadable = |why| {
            Refused::new(format!("it is damaged or cut short, or no checkpoint at all: {why}"))
        };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let said =
            header.metadata().as_ref().and_then(|said| said.get(VERSION_KEY).zip(Some(said)));
        let Some((version, said)) = said else {
            return Err(Refused::new(format!("its header has no `{VERSION_KEY}`: it is not ours")));
        };
        if version != VERSION {
            return Err(Refused::new(format!(
                "it is of version {version}; this version reads {VERSION}"
            )));
        }
        if let Some((key, _)) = identity.iter().find(|(key, it)| said.get(*key) != Some(*it)) {
            return Err(Refused::new(format!("it belongs to another run: its `{key}` differs")));
        }
        identity.insert(VERSION_KEY.into(), VERSION.into());
        let tensors = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        let named: Vec<(&str, TensorView<'_>)> = tensors.iter().collect();
        let parts = named.iter().map(|(name, it)| (*name, it.dtype(), it.shape(), it.data()));
        if said.get(DIGEST_KEY) != Some(&digest(&identity, parts)) {
            return Err(Refused::new(format!(
                "it is damaged: it is not what its `{DIGEST_KEY}` says"
            )));
        }
        Ok(Self(tensors))
    }

    /// Single precision, in this shape.
    pub(crate) fn singles(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Refused> {
        let tensor = self.tensor(name, Dtype::F32)?;
        if tensor.shape() != shape {
            let found = tensor.shape();
            return Err(Refused::new(format!("`{name}` has the shape {found:?}, not {shape:?}")));
        }
        Ok(tensor.data().as_chunks().0.iter().map(|it| f32::from_le_bytes(*it)).collect())
    }

    /// So many numbers of double precision.
    pub(crate) fn doubles<const N: usize>(&self, name: &str) -> Result<[f64; N], Refused> {
        exactly(name, self.all_doubles(name)?)
    }

    /// All of them, one after the other.
    pub(crate) fn all_doubles(&self, name: &str) -> Result<Vec<f64>, Refused> {
        let tensor = self.tensor(name, Dtype::F64)?;
        Ok(tensor.data().as_chunks().0.iter().map(|it| f64::from_le_bytes(*it)).collect())
    }

    /// So many whole numbers.
    pub(crate) fn counts<const N: usize>(&self, name: &str) -> Result<[u64; N], Refused> {
        exactly(name, self.all_counts(name)?)
    }

    /// All of them, one after the other.
    pub(crate) fn all_counts(&self, name: &str) -> Result<Vec<u64>, Refused> {
        let tensor = self.tensor(name, Dtype::I64)?;
        let counts = tensor.data().as_chunks().0.iter();
        let counts = counts.map(|it| u64::try_from(i64::from_le_bytes(*it)));
        counts.collect::<Result<_, _>>().map_err(|_| Refused::new(format!("`{name}` is negative")))
    }

    fn tensor(&self, name: &str, kind: Dtype) -> Result<TensorView<'a>, Refused> {
        let missing = |_| Refused::new(format!("it holds no `{name}`"));
        let tensor = self.0.tensor(name).map_err(missing)?;
        if tensor.dtype() != kind {
            let found = tensor.dtype();
            return Err(Refused::new(format!("`{name}` holds {found}, not {kind}")));
        }
        Ok(tensor)
    }
}

fn exactly<T, const N: usize>(name: &str, values: Vec<T>) -> Result<[T; N], Refused> {
    let found = values.len();
    let values = values.try_into();
    values.map_err(|_| Refused::new(format!("`{name}` holds {found} numbers, not {N}")))
}
