//! Faults on demand: for the next calls, or at random with a seed.

use std::time::Duration;

use crate::error::ApiError;

/// What goes wrong with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A JSON refusal with this status (5xx, 401, …); nothing was done.
    Status(u16),
    /// The same after the call was carried out: the bot cannot know.
    StatusAfter(u16),
    /// An HTML page with this status, as a proxy in between answers; nothing was done.
    Html(u16),
    /// A refusal in these words, e.g. `400, "Bad Request: message thread not found"`.
    Refusal(u16, String),
    /// 429 with these seconds in `retry_after`; nothing was done.
    TooManyRequests(u32),
    /// The connection is closed without an answer; nothing was done.
    CloseBefore,
    /// The call is carried out, then the connection is closed without an answer.
    CloseAfter,
    /// The call is never answered, until whoever made it hangs up; nothing was done. It is in the
    /// log as soon as it has come.
    HoldBefore,
    /// The same after the call was carried out.
    HoldAfter,
    /// The call waits this long on the simulated clock, then goes on as usual.
    Delay(Duration),
}

impl Fault {
    /// The refusal that takes the place of the answer.
    pub(crate) fn refusal(&self) -> Option<ApiError> {
        match self {
            Self::Status(code) | Self::StatusAfter(code) => {
                Some(ApiError::new(*code, reason(*code)))
            }
            Self::Refusal(code, words) => Some(ApiError::new(*code, words.clone())),
            Self::TooManyRequests(seconds) => Some(ApiError::too_many(*seconds)),
            Self::Html(_)
            | Self::CloseBefore
            | Self::CloseAfter
            | Self::HoldBefore
            | Self::HoldAfter
            | Self::Delay(_) => None,
        }
    }
}

/// The words of a status line.
pub(crate) fn reason(code: u16) -> &'static str {
    match code {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}

#[derive(Debug)]
struct Planned {
    /// In lower case; none is every method but `getUpdates`.
    method: Option<String>,
    fault: Fault,
    left: usize,
}

#[derive(Debug)]
struct Random {
    state: u64,
    probability: f64,
    kinds: Vec<Fault>,
}

/// The faults to come.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    planned: Vec<Planned>,
    random: Option<Random>,
}

impl Plan {
    pub(crate) fn add(&mut self, method: Option<&str>, fault: Fault, times: usize) {
        let method = method.map(str::to_lowercase);
        self.planned.push(Planned { method, fault, left: times });
    }

    pub(crate) fn at_random(&mut self, seed: u64, probability: f64, kinds: Vec<Fault>) {
        self.random = Some(Random { state: seed, probability, kinds });
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The fault of a call of `method`, given in lower case.
    pub(crate) fn take(&mut self, method: &str) -> Option<Fault> {
        let found = self.planned.iter().position(|p| match &p.method {
            Some(named) => named == method,
            None => method != "getupdates",
        });
        if let Some(at) = found {
            self.planned[at].left -= 1;
            let fault = self.planned[at].fault.clone();
            if self.planned[at].left == 0 {
                self.planned.remove(at);
            }
            return Some(fault);
        }
        let random = self.random.as_mut().filter(|random| !random.kinds.is_empty())?;
        random.state = next_random(random.state);
        let drawn = f64::from(u32::try_from(random.state >> 32).unwrap_or(0)) / f64::from(u32::MAX);
        if drawn >= random.probability {
            return None;
        }
        random.state = next_random(random.state);
        let count = u64::try_from(random.kinds.len()).unwrap_or(1);
        let at = usize::try_from(random.state % count).unwrap_or(0);
        Some(random.kinds[at].clone())
    }
}

/// `SplitMix64`: small, and the same on every machine.
pub(crate) fn next_random(state: u64) -> u64 {
    let z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
