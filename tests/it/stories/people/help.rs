//! /help, for whoever asks, where they ask.

use serde_json::json;

use crate::support::on_both_databases;

on_both_databases! {
    async fn help_is_about_what_one_is_and_where_one_asks(at: Offices) {
        at.town.carlo.sends("/help");
        let urp = at.town.carlo.next().await;
        assert!(urp.text.starts_with("URP, in five steps"), "{}", urp.text);
        at.ezio.sends("/help");
        let office = at.ezio.next().await;
        assert!(office.text.starts_with("Referent, in five steps"), "{}", office.text);
        assert!(office.text.contains("Operator, in five steps"), "{}", office.text);
        at.anna.sends("/help");
        let supervisor = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(supervisor.text, @r"
            Role: supervisor

            Supervisor, in five steps
            1. /invite makes a personal invitation: choose role and office, then forward the link.
            2. Add the bot to each group as an administrator and write /bind there: the group is then the URP's or an office's.
            3. /people shows who is there, who is missing and where two referents are needed; Remove ends a role.
            4. When a promised answer is about to be late, a message comes here: from it the office is asked, or the citizen written to.
            5. /stats says how many reports there are, how long people wait and where.
            ");
        }
        // Staff are citizens too.
        at.anna.presses(&supervisor, "Help for citizens");
        at.anna.next_matching("/new").await.unwrap();
        at.town.ends().await;
    }

    async fn each_chat_has_the_menu_of_those_who_work_there(at: Offices) {
        at.town.settles().await;
        at.town.sim.wait_calls("setChatMenuButton", 1).await;
        let names = |chat: i64| {
            let scope = json!({ "type": "chat", "chat_id": chat });
            let commands = at.town.bot.commands(&scope, "");
            let names = commands.as_array().unwrap().iter();
            names.map(|one| one["command"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        at.town.sim.quiet().await;
        assert!(names(at.town.urp.id()).contains(&"people".to_owned()));
        assert!(names(at.strade.id()).contains(&"find".to_owned()));
        assert!(names(at.anna.chat_id()).contains(&"invite".to_owned()));
        at.town.ends().await;
    }
}
