//! How a run is left and taken up again.

use super::Run;
use crate::{
    checkpoint::{Reading, Refused, Writing, identity},
    network::Role,
};

impl Run<'_> {
    /// All that the run needs to go on as if it had never been left, as the bytes of a safetensors file; between two
    /// updates, of a run that goes on or was stopped, and not of one that has ended.
    pub fn checkpoint(&self) -> Vec<u8> {
        let mut into = Writing::default();
        for place in self.network.places() {
            let parameter = &place.parameter;
            into.singles(&parameter.name, &parameter.shape, &self.network.read(place));
            if parameter.role != Role::Buffer {
                for (what, numbers) in self.optimizer.memory() {
                    let name = format!("optimizer.{what}.{}", parameter.name);
                    into.singles(&name, &parameter.shape, &place.read(numbers));
                }
            }
        }
        into.counts("optimizer.step", [self.optimizer.updates()].into_iter());
        self.member.keep(&mut into);
        into.sealed(identity(self.member.job(), self.member.data()))
    }

    /// Goes on from a [`Self::checkpoint`] of the same run; [`Self::begin`] then tells its points again. Says how many
    /// updates were made. The run stays as it was where that is refused.
    pub fn resume(&mut self, checkpoint: &[u8]) -> Result<u64, Refused> {
        let identity = identity(self.member.job(), self.member.data());
        let from = Reading::open(checkpoint, identity)?;
        let [updates] = from.counts("optimizer.step")?;
        let places = self.network.places().to_vec();
        let read = |prefix: &str, with_buffers: bool| {
            let places =
                places.iter().filter(|it| with_buffers || it.parameter.role != Role::Buffer);
            let values = places.map(|place| {
                let parameter = &place.parameter;
                let values =
                    from.singles(&format!("{prefix}{}", parameter.name), &parameter.shape)?;
                Ok((place, values))
            });
            values.collect::<Result<Vec<_>, Refused>>()
        };
        let model = read("", true)?;
        let memory =
            self.optimizer.memory().map(|(what, _)| read(&format!("optimizer.{what}."), false));
        let memory = memory.collect::<Result<Vec<_>, _>>()?;
        self.member.recall(&from)?;
        for (place, values) in model {
            self.network.write(place, &values);
        }
        for (numbers, values) in self.optimizer.recall(updates).zip(memory) {
            for (place, values) in &values {
                place.write(values, numbers);
            }
        }
        Ok(updates)
    }
}
