//! What cannot be delivered becomes a task for a person.

use super::close;
use crate::support::on_both_databases;

on_both_databases! {
    async fn an_answer_that_does_not_arrive_is_a_task_until_somebody_told_them(town: Town) {
        let person = town.person("Maria");
        let maria = person.private(&town.bot);
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        person.blocks(&town.bot);
        close(&town, &card, "It has been filled.").await;
        town.settles().await;
        let task = town.carlo.messages().into_iter().rfind(|one| one.button("Told them").is_some());
        let task = task.expect("a task with its buttons");
        assert!(task.text.contains("It has been filled."), "with the words: {}", task.text);
        let now = town.carlo.current(&card);
        assert!(now.text.contains("blocked the bot"), "the card says why not: {}", now.text);
        town.urp.read_all();
        town.carlo.sends("/open");
        let open = town.carlo.next().await;
        assert!(open.text.contains("2026-000001"), "{}", open.text);
        town.carlo.presses(&task, "Told them");
        let done = town.carlo.wait_until(&task, |task| task.button("Undo").is_some()).await;
        assert!(done.text.contains("Carlo Neri"), "{}", done.text);
        town.settles().await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn it_is_sent_again_when_the_person_is_back(town: Town) {
        let person = town.person("Maria");
        let maria = person.private(&town.bot);
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        person.blocks(&town.bot);
        close(&town, &card, "It has been filled.").await;
        town.settles().await;
        person.unblocks(&town.bot);
        maria.sends("/mine");
        maria.next_matching("It has been filled.").await.unwrap();
        maria.read_all();
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        town.settles().await;
        town.urp.read_all();
        maria.read_all();
        town.ends().await;
    }
}
