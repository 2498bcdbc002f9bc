//! How what goes out is delivered.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::OutboxId;
use crate::domain::outgoing::Purpose;

/// How a row of the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// To be sent.
    Pending,
    /// Waits for a URP agent's word.
    Held,
    /// Being sent.
    InFlight,
    /// Certified mail: handed over, its receipt is awaited.
    Accepted,
    /// The channel has taken it.
    Delivered,
    /// It cannot be delivered.
    Undeliverable,
    /// Not sent, by a named rule.
    Suppressed,
}

impl Delivery {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Held => "held",
            Self::InFlight => "in_flight",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Undeliverable => "undeliverable",
            Self::Suppressed => "suppressed",
        }
    }
}

/// How something owed to the citizen of a report was delivered, for cards and history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// The row.
    pub id: OutboxId,
    /// What it is.
    pub purpose: Purpose,
    /// The event it brought.
    pub event: Option<i32>,
    /// How it stands.
    pub state: Delivery,
    /// When that was recorded.
    pub at: DateTime<Utc>,
    /// Why not, in the channel's words; or what did not go with it.
    pub reason: Option<String>,
    /// It may have arrived twice: the outcome of a send was unknown.
    pub repeated: bool,
}

/// Why nothing is sent (again): a person has said it.
pub const TOLD: &str = "told";

/// The rule by which nothing more is tried: a person says that the citizen cannot be reached.
pub const CANNOT_BE_REACHED: &str = "cannot_be_reached";

/// How the reason of a row begins that went out without some of its photos: their number follows.
pub const WITHOUT_PHOTOS: &str = "without photos: ";

impl DeliveryLine {
    /// How many photos did not go with it, where it went without some.
    pub fn without_photos(&self) -> Option<u32> {
        self.reason.as_deref()?.strip_prefix(WITHOUT_PHOTOS)?.parse().ok()
    }

    /// Whether nothing more is tried, as its citizen cannot be reached.
    pub fn is_unreachable(&self) -> bool {
        self.state == Delivery::Suppressed && self.reason.as_deref() == Some(CANNOT_BE_REACHED)
    }

    /// Whether it could not be delivered, whatever a person has made of that since. Any other rule keeps back what
    /// need not be said.
    pub fn is_lost(&self) -> bool {
        self.state == Delivery::Undeliverable || self.is_unreachable()
    }
}
