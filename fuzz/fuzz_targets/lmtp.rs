//! Any bytes from a peer of LMTP: in one piece or in many, the same is done.
#![no_main]

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use rispondo::channels::mail::lmtp::{Action, LmtpConfig, Session};
use rispondo::domain::mail::Account;

const MAX_SIZE: usize = 2_000;

static CONFIG: LazyLock<Arc<LmtpConfig>> = LazyLock::new(|| {
    Arc::new(LmtpConfig {
        accounts: vec![("a@b.test".into(), Account::Mail), ("p@b.test".into(), Account::Pec)],
        max_size: MAX_SIZE,
        max_connections: 1,
        room: 0,
        patience: Duration::ZERO,
        name: "b.test".into(),
    })
});

/// All that a session did.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    said: String,
    taken: Vec<(Account, String, Vec<String>, Vec<u8>)>,
    closed: bool,
}

impl Done {
    fn does(&mut self, session: &mut Session, actions: Vec<Action>) {
        for action in actions {
            assert!(!self.closed, "something is done after the end: {action:?}");
            match action {
                Action::Reply(said) => {
                    assert!(said.ends_with("\r\n"), "{said:?}");
                    self.said.push_str(&said);
                }
                Action::Close => self.closed = true,
                Action::Room(bytes) => panic!("{bytes} bytes are more than is taken"),
                Action::Take(arrivals) => {
                    assert!(session.has_mail_in_hand() && !arrivals.is_empty());
                    let durable: Vec<bool> =
                        arrivals.iter().map(|one| one.account == Account::Mail).collect();
                    for one in arrivals {
                        assert!(one.raw.len() <= MAX_SIZE && !one.envelope_to.is_empty());
                        let from = one.envelope_from.unwrap();
                        self.taken.push((one.account, from, one.envelope_to, one.raw.to_vec()));
                    }
                    let after = session.taken(&durable);
                    self.does(session, after);
                }
            }
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&size, data)) = data.split_first() else { return };
    let mut whole = Done::default();
    let mut session = Session::new(Arc::clone(&CONFIG));
    let actions = session.feed(data);
    whole.does(&mut session, actions);

    let mut pieces = Done::default();
    let mut session = Session::new(Arc::clone(&CONFIG));
    for piece in data.chunks(usize::from(size).max(1)) {
        let actions = session.feed(piece);
        pieces.does(&mut session, actions);
    }
    assert_eq!(whole, pieces, "in pieces of {size} something else is done");
});
