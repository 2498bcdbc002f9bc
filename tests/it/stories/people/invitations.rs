//! Invitations: good once, for seven days, and the supervisor hears who used one.

use chrono::TimeDelta;
use simulator::Seat;

use super::removal::removes;
use super::{comes_in, invites, token};
use crate::support::on_both_databases;

on_both_databases! {
    /// Whoever lost the role, or whoever has their account, must not let themselves in again.
    async fn a_link_is_good_as_long_as_whoever_made_it_is_a_supervisor(at: Offices) {
        let second = invites(&at.anna, "Supervisor", None, "Bruno Blu").await;
        let bruno = at.town.sim.user("Bruno").id(89).language("en").create();
        let bruno = bruno.private(&at.town.bot);
        comes_in(&bruno, &second).await;
        let kept = invites(&bruno, "Supervisor", None, "Bruno Blu").await;
        removes(&at, "Bruno Blu").await;
        at.town.everybody_reads().await;
        bruno.starts_with(&kept);
        let answer = bruno.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(answer.text, @r"
            This invitation was withdrawn.
            To get a new one: Anna Bianchi.
            ");
        }
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn who_was_removed_does_not_come_back_by_another_invitation_of_theirs(at: Offices) {
        let first = invites(&at.anna, "URP", None, "Olga Bruni").await;
        let second = invites(&at.anna, "URP", None, "Olga Bruni").await;
        let other = invites(&at.anna, "URP", None, "Ugo Rossi").await;
        let [olga, ugo] = ["Olga", "Ugo"].map(|name| at.town.citizen(name));
        comes_in(&olga, &first).await;
        removes(&at, "Olga Bruni").await;
        olga.next_matching("has ended").await.unwrap();
        olga.starts_with(&second);
        olga.next_matching("This invitation was withdrawn").await.unwrap();
        // A colleague's is good.
        comes_in(&ugo, &other).await;
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn somebody_is_invited_and_works_from_then_on(at: Offices) {
        at.anna.sends("/invite");
        let asks = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(asks.text, @"In which role does the person come in?");
            insta::assert_snapshot!(
                asks.labels().join(" | "), @"Supervisor | URP | Referent | Operator | Cancel"
            );
        }
        at.anna.presses(&asks, "Referent");
        let which = at.anna.wait_until(&asks, |asks| asks.text.contains("which office")).await;
        at.anna.presses(&which, "Verde pubblico");
        let named = at.anna.wait_until(&asks, |asks| asks.text.contains("Under which name")).await;
        let prompt = at.anna.next().await;
        at.anna.replies(&prompt, "Olga Bruni");
        let ready = at.anna.next().await;
        let link = at.anna.next().await;
        let token = token(&link);
        // Its *Cancel* would not be true.
        let made = at.anna.wait_until(&asks, |asks| asks.labels().is_empty()).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(named.text, @"Invitation as referent, Verde pubblico. Under which name will colleagues know them? Just write it; or the name that they have on Telegram is used.");
            insta::assert_snapshot!(made.text, @"Invitation as referent, Verde pubblico: it is ready, below.");
            insta::assert_snapshot!(ready.text, @"The invitation for Olga Bruni is ready: referent, Verde pubblico. Forward the message below to this person alone: it is good once, until Tuesday 1 December.");
            insta::assert_snapshot!(link.text.replace(&token, "TOKEN"), @r"
            Invitation to the report service of Comune di Prova, as referent, Verde pubblico. Open the link and press Start, by Tuesday 1 December. The invitation is personal and good once:
            https://t.me/rispondo_bot?start=TOKEN
            ");
        }

        let olga = at.town.sim.user("Olga B.").id(88).language("en").create();
        let alone = olga.private(&at.town.bot);
        alone.starts_with(&token);
        let welcome = alone.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(welcome.text, @r"
            All done. From now on, in the report service of Comune di Prova: referent, Verde pubblico, under the name Olga Bruni.
            The work is done in the office's group (Verde pubblico): whoever is not there yet can ask to be added.

            Referent, in five steps
            1. When a card comes: Take it, or Hand to an operator.
            2. If it is another office's: Not ours, with the reason; it goes back to the URP.
            3. If it cannot be done soon: Not now: why, with the reason and the date, which the citizen gets.
            4. If something is missing: Ask the citizen.
            5. When the work is done: Ready to close, with the outcome and a photo or a few words. The URP answers.
            ");
        }
        let told = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told.text, @"Olga Bruni (on Telegram: Olga B.) has used their invitation: referent, Verde pubblico. The invitation was Anna Bianchi's.");
        }

        // What comes to her office calls her too.
        let facts = at.town.store().read(rispondo::domain::step::Keys::default()).await.unwrap();
        let town = facts.directory;
        let verde = town.office(&"verde".into()).unwrap();
        let referents: Vec<&str> = verde.referents.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(referents, ["Ida Viola", "Leo Grigi", "Olga Bruni"]);
        let seat = at.verde.seat(&olga);
        seat.sends("/open");
        let open = seat.next().await;
        assert!(!open.text.is_empty());
        at.town.ends().await;
    }

    async fn an_invitation_is_good_once(at: Offices) {
        let token = invites(&at.anna, "URP", None, "Olga Bruni").await;
        let olga = at.town.citizen("Olga");
        comes_in(&olga, &token).await;
        at.anna.next_matching("has used their invitation: URP").await.unwrap();

        let other = at.town.citizen("Other");
        other.starts_with(&token);
        let refused = other.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused.text, @r"
            This invitation was used already: each one is good once.
            To get a new one: Anna Bianchi.
            ");
        }
        // One wrong letter, and it is none.
        let (most, last) = token.split_at(token.len() - 1);
        let wrong = if last == "2" { "3" } else { "2" };
        other.starts_with(&format!("{most}{wrong}"));
        other.next_matching("There is no such invitation").await.unwrap();
        // Whoever used it reads once more what they are.
        comes_in(&olga, &token).await;
        at.town.ends().await;
    }

    async fn who_comes_in_and_goes_on_in_the_same_breath_is_staff_from_then_on(at: Offices) {
        let mut at = at;
        let token = invites(&at.anna, "URP", None, "Olga Bruni").await;
        let olga = at.town.citizen("Olga");
        // One batch: in its middle the town becomes another one.
        at.town.settles().await;
        at.town.stops().await;
        olga.sends("/help");
        olga.starts_with(&token);
        olga.sends("/help");
        olga.sends("/id");
        at.town.starts().await;
        let helped = olga.next().await;
        assert!(!helped.text.contains("in five steps"), "{}", helped.text);
        assert!(olga.next().await.text.contains("All done"));
        let helped = olga.next().await;
        assert!(helped.text.contains("URP, in five steps"), "{}", helped.text);
        olga.next_matching(&olga.user_id().to_string()).await.unwrap();
        at.anna.next_matching("has used their invitation: URP").await.unwrap();
        at.town.ends().await;
    }

    async fn an_invitation_that_went_astray_is_withdrawn(at: Offices) {
        let token = invites(&at.anna, "URP", None, "Olga Bruni").await;
        let ready = |anna: &Seat| {
            let mut messages = anna.messages().into_iter();
            messages.rfind(|one| one.text.contains("is ready")).unwrap()
        };
        let first = ready(&at.anna);
        at.anna.presses(&first, "Withdraw the invitation");
        let gone = at.anna.wait_until(&first, |one| one.text.contains("withdrawn")).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(gone.text, @"The invitation for Olga Bruni is withdrawn: URP. Its link is good no more.");
        }
        assert!(gone.labels().is_empty());

        let other = at.town.citizen("Other");
        other.starts_with(&token);
        let refused = other.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused.text, @r"
            This invitation was withdrawn.
            To get a new one: Anna Bianchi.
            ");
        }

        // What was used is a role, which ends otherwise.
        let token = invites(&at.anna, "URP", None, "Nadia Neri").await;
        let nadia = at.town.citizen("Nadia");
        comes_in(&nadia, &token).await;
        at.anna.next_matching("has used their invitation").await.unwrap();
        let told = at.anna.presses(&ready(&at.anna), "Withdraw the invitation");
        let told = told.answer().await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @"Too late: this invitation was used already. /people ends a role.");
        }
        at.town.settles().await;
        at.town.ends().await;
    }

    async fn an_invitation_ends_after_seven_days(at: Offices) {
        let token = invites(&at.anna, "Operator", Some("Strade"), "Olga Bruni").await;
        at.town.later(TimeDelta::days(7) + TimeDelta::minutes(1)).await;
        at.town.sim.read_all();
        let olga = at.town.citizen("Olga");
        olga.starts_with(&token);
        olga.next_matching("has expired").await.unwrap();
        at.town.settles().await;
        assert_eq!(at.anna.unread(), 0, "nobody came in");
        at.town.ends().await;
    }

    async fn two_who_open_it_at_the_same_moment_are_not_both_in(at: Offices) {
        let token = invites(&at.anna, "URP", None, "Olga Bruni").await;
        let (one, two) = (at.town.citizen("One"), at.town.citizen("Two"));
        one.starts_with(&token);
        two.starts_with(&token);
        let said = [one.next().await.text, two.next().await.text];
        let welcome = said.iter().filter(|text| text.contains("All done")).count();
        let refused = said.iter().filter(|text| text.contains("used already")).count();
        assert_eq!((welcome, refused), (1, 1), "{said:?}");
        at.anna.next_matching("has used their invitation").await.unwrap();
        at.town.ends().await;
    }

    async fn only_a_supervisor_invites(at: Offices) {
        at.gino_alone.sends("/invite");
        let refused = at.gino_alone.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused.text, @"Only the supervisor can do this: Anna Bianchi.");
        }
        at.town.carlo.sends("/invite");
        at.town.carlo.next_matching("Only the supervisor").await.unwrap();
        // A citizen has no such command: they are told what there is.
        let maria = at.town.citizen("Maria");
        maria.sends("/invite");
        maria.next_matching("This command does not exist").await.unwrap();
        at.town.ends().await;
    }
}
