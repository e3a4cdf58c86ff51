//! NVIDIA's cards: which there are, found without waking the back end, which would panic where there is no driver.

use std::panic::{AssertUnwindSafe, catch_unwind};

use burn_autodiff::Autodiff;
use burn_cuda::{Cuda, CudaDevice};
use burn_tensor::Tensor;
use nvml_wrapper::Nvml;

use crate::Engine;

/// The back end.
pub type Backend = Autodiff<Cuda>;

/// What names the cards that CUDA may use, by number or identifier.
const VISIBLE: &str = "CUDA_VISIBLE_DEVICES";

/// What says in which order CUDA counts the cards, and the driver's order.
const ORDER: &str = "CUDA_DEVICE_ORDER";
const BY_BUS: &str = "PCI_BUS_ID";

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What its maker calls it, such as `NVIDIA H200`.
    pub name: String,
    /// How the driver knows it.
    uuid: String,
}

/// The cards of this machine in the driver's order, as far as `CUDA_VISIBLE_DEVICES` shows them; or why there is none, in
/// words. CUDA counts cards that differ by their speed, unless it is told to count as the driver does.
pub fn cards() -> Result<Vec<Card>, String> {
    let nvml = Nvml::init().map_err(|it| format!("NVIDIA's driver does not answer ({it})"))?;
    let count =
        nvml.device_count().map_err(|it| format!("the driver does not count its cards ({it})"))?;
    let cards: Result<Vec<Card>, String> = (0..count).map(|index| card(&nvml, index)).collect();
    let cards = cards?;
    let differ = cards.windows(2).any(|it| it[0].name != it[1].name);
    if differ && std::env::var(ORDER).as_deref() != Ok(BY_BUS) {
        return Err(format!(
            "the cards differ, and CUDA may count them in another order than the driver; set {ORDER}={BY_BUS}"
        ));
    }
    match std::env::var(VISIBLE) {
        Ok(list) => visible(&cards, &list),
        Err(_) => Ok(cards),
    }
}

/// The engine on the card of this number, once it has shown that it computes; or why it does not, in words.
pub fn engine(index: usize) -> Result<Engine<Backend>, String> {
    let cards = cards()?;
    let uuid = cards.get(index).map(|it| it.uuid.clone());
    let uuid =
        uuid.ok_or_else(|| format!("the driver lists {} cards, counted from 0", cards.len()))?;
    let device = CudaDevice::new(index);
    let sum = catch_unwind(AssertUnwindSafe(|| {
        Tensor::<Cuda, 1>::ones([4], &device).sum().into_scalar()
    }));
    match sum {
        Ok(sum) if (sum - 4.0).abs() < f32::EPSILON => Ok(Engine::new(device, move || free(&uuid))),
        Ok(sum) => Err(format!("the card adds 1 four times and gets {sum}")),
        Err(_) => Err("CUDA does not start on the card; its words stand above".into()),
    }
}

/// How many bytes are free on a card; none if the driver no longer says.
fn free(uuid: &str) -> u64 {
    let told = Nvml::init().and_then(|nvml| Ok(nvml.device_by_uuid(uuid)?.memory_info()?.free));
    told.unwrap_or(0)
}

fn card(nvml: &Nvml, index: u32) -> Result<Card, String> {
    let told = || {
        let device = nvml.device_by_index(index)?;
        Ok(Card { name: device.name()?, uuid: device.uuid()? })
    };
    told().map_err(|it: nvml_wrapper::error::NvmlError| {
        format!("the driver does not describe card {index} ({it})")
    })
}

/// Those of the cards that a list of numbers and identifiers names; as with CUDA, the first unknown one ends it.
fn visible(cards: &[Card], list: &str) -> Result<Vec<Card>, String> {
    let named = |name: &str| match name.trim().parse::<usize>() {
        Ok(index) => cards.get(index).cloned(),
        Err(_) if name.trim().is_empty() => None,
        Err(_) => cards.iter().find(|it| it.uuid.starts_with(name.trim())).cloned(),
    };
    let seen: Vec<Card> = list.split(',').map_while(named).collect();
    if seen.is_empty() && !cards.is_empty() {
        return Err(format!(
            "{VISIBLE} is {list:?}, which shows none of the {} cards",
            cards.len()
        ));
    }
    Ok(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Vec<Card> {
        let card = |uuid: &str| Card { name: "card".into(), uuid: uuid.into() };
        ["GPU-aa", "GPU-bb", "GPU-cc"].map(card).into()
    }

    fn shown(list: &str) -> Result<Vec<String>, String> {
        visible(&three(), list).map(|cards| cards.into_iter().map(|it| it.uuid).collect())
    }

    #[test]
    fn cards_are_shown_by_number_and_by_identifier_in_the_order_of_the_list() {
        assert_eq!(shown("2,GPU-a").unwrap(), ["GPU-cc", "GPU-aa"]);
        assert_eq!(shown("1, 7, 0").unwrap(), ["GPU-bb"]);
    }

    #[test]
    fn a_list_that_hides_all_cards_says_so() {
        for list in ["", "-1", "GPU-x"] {
            assert!(shown(list).unwrap_err().contains("shows none of the 3 cards"));
        }
    }
}
