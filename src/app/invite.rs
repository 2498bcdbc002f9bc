//! `rispondo invite`: a link by which the first people come in, made by whoever runs the service.

use std::process::ExitCode;

use anyhow::Context as _;

use super::directory::{self, TakenOver};
use super::greeting;
use crate::channels::telegram::api::Api;
use crate::cli::{Invite, Role};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::directory::Directory;
use crate::domain::people::Capacity;
use crate::domain::step::{Changes, Decision, Keys};
use crate::domain::town::{Invitation, Invited, TownChange, TownChanges};
use crate::store::Store;

/// Makes an invitation and prints its link.
pub(super) async fn run(config: &Config, clock: &Clock, wish: Invite) -> anyhow::Result<ExitCode> {
    let store = Store::open(super::address(&config.database)).await?;
    let file = config.directory_file.as_deref();
    if let TakenOver::Not(why) = directory::take_over(&store, file, clock).await? {
        eprintln!("{why}");
    }
    let directory = store.directory().await?.context(
        "there is no directory yet: copy directory.example.toml, name the copy in DIRECTORY_FILE",
    )?;
    let to = capacity(&directory, wish.role, wish.office)?;
    let api = Api::new(&config.telegram.api_url, config.telegram.token.clone())?;
    let me = api.me().await.map_err(|error| greeting::no_answer(&error))?;
    let name = wish.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let who = name.clone().unwrap_or_else(|| "under the name that their Telegram shows".to_owned());
    let secret = clock.fresh().secret();
    let invited = Invited {
        to: to.clone(),
        name,
        by: None,
        by_account: None,
        used_by: None,
        withdrawn: false,
    };
    let invitation = Invitation::new(&secret, invited, clock.now());
    let (link, expires) = (invitation.link(&me.username), invitation.expires_at);
    store
        .step(Keys::default(), move |facts| {
            let changes = vec![TownChange::Invited(invitation.clone())];
            let town = TownChanges { seen: facts.directory.version, changes };
            Decision::Done(Box::new(Changes { town, ..Changes::default() }), ())
        })
        .await?;
    store.close().await;
    let until = directory.calendar.zone.local(expires).format("%Y-%m-%d %H:%M");
    println!("An invitation as {} ({who}), good once, until {until}.", described(&directory, &to));
    println!("Send this link to that person alone. They open it in Telegram and press Start:");
    println!("{link}");
    Ok(ExitCode::SUCCESS)
}

fn capacity(directory: &Directory, role: Role, office: Option<String>) -> anyhow::Result<Capacity> {
    let of = |office: Option<String>| {
        let codes: Vec<&str> = directory.offices_in_use().map(|one| one.code.as_str()).collect();
        let codes = codes.join(", ");
        let office = office.with_context(|| format!("of which office? Name one of: {codes}"))?;
        let found = directory.offices.iter().find(|one| one.code.as_str() == office);
        let found = found.with_context(|| {
            format!("there is no office {office:?} in the directory. Name one of: {codes}")
        })?;
        anyhow::ensure!(
            !found.retired,
            "the office {office:?} is retired in the directory. Name one of: {codes}"
        );
        Ok::<_, anyhow::Error>(found.code.clone())
    };
    match role {
        Role::Referent => Ok(Capacity::Referent(of(office)?)),
        Role::Operator => Ok(Capacity::Operator(of(office)?)),
        Role::Supervisor | Role::Urp => {
            anyhow::ensure!(
                office.is_none(),
                "a supervisor or URP agent is of no office: leave it out"
            );
            Ok(if role == Role::Urp { Capacity::Urp } else { Capacity::Supervisor })
        }
    }
}

fn described(directory: &Directory, to: &Capacity) -> String {
    match to {
        Capacity::Supervisor => "supervisor".to_owned(),
        Capacity::Urp => "URP agent".to_owned(),
        Capacity::Referent(code) => format!("referent of {}", directory.office_name(code)),
        Capacity::Operator(code) => format!("operator of {}", directory.office_name(code)),
        Capacity::Citizen | Capacity::Clock => String::new(),
    }
}
