//! Making calls fail.

use crate::shared::Shared;
use crate::world::faults::Fault;

/// What is to go wrong with the bots' calls.
pub struct Faults<'a> {
    pub(crate) shared: &'a Shared,
}

impl Faults<'_> {
    /// The next call of `method` meets `fault`. Several wait in line. "*" is any method but
    /// `getUpdates`.
    pub fn next(&self, method: &str, fault: Fault) -> &Self {
        self.next_n(method, 1, fault)
    }

    /// The next `times` calls of `method` meet `fault`.
    pub fn next_n(&self, method: &str, times: usize, fault: Fault) -> &Self {
        let method = (method != "*" && !method.is_empty()).then_some(method);
        if times > 0 {
            self.shared.lock().faults.add(method, fault, times);
        }
        self
    }

    /// Every call, polls too, meets one of `kinds` with this probability (0 to 1). The same seed
    /// draws the same faults for the same order of calls.
    pub fn at_random(&self, seed: u64, probability: f64, kinds: &[Fault]) -> &Self {
        self.shared.lock().faults.at_random(seed, probability, kinds.to_vec());
        self
    }

    /// Nothing goes wrong from here on.
    pub fn clear(&self) {
        self.shared.lock().faults.clear();
    }
}
