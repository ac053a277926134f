//! The page of people.

use super::api::{AddPerson, AddTeam, Deactivate, NewPassword, People, Reactivate, load_people};
use crate::{
    admin::{
        affected::AffectedBookings,
        field::{Form, Look},
        frame::{AdminFrame, Crumbs},
        sure::Sure,
        typed::Typed,
    },
    bookings::done::failed,
    ui::{avatar::Avatar, notice::FailureNotice},
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::{
    change::Preview,
    overview::{Member, Team},
    person::{Role, hue},
};

/// People.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            (text("q"), (text("do"), text("to")), text("problem"), (text("done") + &text("event"), Typed::of(query)))
        })
    });
    let people = crate::carried::read(
        move || address.get(),
        |(text, (does, to), ..)| load_people(text, if does == "leave" { to } else { String::new() }),
    );
    view! {
        <AdminFrame title=texts.s("admin-people") section="people">
            <Crumbs here=texts.s("admin-people") />
            <h1>{texts.s("admin-people")}</h1>
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match people.await {
                        Ok(people) => {
                            let (text, (does, _), problem, (_, typed)) = address.get_untracked();
                            view! { <Stage people text does problem typed /> }.into_any()
                        }
                        Err(failure) => view! { <FailureNotice failure /> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[derive(Clone, Copy)]
struct Acts {
    off: ServerAction<Deactivate>,
    on: ServerAction<Reactivate>,
    password: ServerAction<NewPassword>,
}

#[component]
fn Stage(people: People, text: String, does: String, problem: String, typed: Typed) -> impl IntoView {
    let texts = use_texts();
    let acts = Acts { off: ServerAction::new(), on: ServerAction::new(), password: ServerAction::new() };
    let shown = people.members.len() as i64;
    let count = texts.f("people-count", &[("shown", shown.into()), ("many", (people.many as i64).into())]);
    let rows = people.members.into_iter().map(|member| view! { <Row member acts /> }).collect_view();
    let password = people.password.map(|password| {
        view! {
            <div class="banner once" role="status">
                <p>{texts.s("password-once")}</p><output class="secret">{password}</output><p>{texts.s("password-once-hint")}</p>
            </div>
        }
    });
    let leaving = people.leaving.map(|(member, preview)| view! { <Leaving member preview acts /> });
    let (adding, teaming) = (does == "add", does == "team");
    let of = |open: bool| if open { (typed.clone(), problem.clone()) } else { Default::default() };
    let ((person_typed, person_problem), (team_typed, team_problem)) = (of(adding), of(teaming));
    view! {
        {password}
        {leaving}
        {move || failed(acts.off.value().get())}
        {move || failed(acts.on.value().get())}
        {move || failed(acts.password.value().get())}
        <section class="card">
            <form method="get" action="/admin/people" class="row-actions">
                <label class="field grow"><span>{texts.s("people-find")}</span><input type="search" name="q" value=text /></label>
                <button class="btn o">{texts.s("show")}</button>
            </form>
            <p class="hint">{count}</p>
            <ul class="lines">{rows}</ul>
        </section>
        <AddPersonForm teams=people.teams typed=person_typed problem=person_problem />
        <AddTeamForm typed=team_typed problem=team_problem />
    }
}

#[component]
fn Row(member: Member, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let me = use_viewer().person.map(|person| person.id) == Some(member.person.id);
    let person = member.person;
    let id = person.id.to_string();
    let role = texts.s(&format!("role-{}", person.role.word()));
    let coming = texts.f("person-coming", &[("count", i64::from(member.coming).into())]);
    let about = format!(
        "{} · {role} · {coming}",
        person.team_name.as_ref().map_or_else(|| "–".to_owned(), |team| texts.name(team))
    );
    let named = |key: &str| texts.f(key, &[("name", person.name.clone().into())]);
    let (off, on, new) = (named("person-deactivate-who"), named("person-reactivate-who"), named("person-password-who"));
    let act = if me {
        view! { <small>{texts.s("person-you")}</small> }.into_any()
    } else if member.active {
        let same = id.clone();
        view! {
            <Sure text=texts.s("person-password") label=new hint=texts.s("person-password-hint")>
                <ActionForm action=acts.password>
                    <input type="hidden" name="person" value=same />
                    <button class="btn o">{texts.s("person-password-now")}</button>
                </ActionForm>
            </Sure>
            <ActionForm action=acts.off>
                <input type="hidden" name="person" value=id /><button class="btn o" aria-label=off>{texts.s("person-deactivate")}</button>
            </ActionForm>
        }
        .into_any()
    } else {
        view! {
            <ActionForm action=acts.on>
                <input type="hidden" name="person" value=id /><button class="btn o" aria-label=on>{texts.s("person-reactivate")}</button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li class="line person" data-off=(!member.active).then_some("1")>
            <Avatar name=person.given_name.clone() hue=hue(person.id) />
            <span><b>{person.name.clone()}</b>" "<small>{person.email.clone()}</small><small class="about">{about}</small></span>
            <div class="row-actions">{act}</div>
        </li>
    }
}

/// Somebody who is to leave, with the bookings that go with them.
#[component]
fn Leaving(member: Member, preview: Preview, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let title = texts.f("person-deactivate-who", &[("name", member.person.name.clone().into())]);
    view! {
        <section class="card" aria-labelledby="leave-title">
            <h2 id="leave-title">{title}</h2>
            <p class="banner warn">{texts.s("person-leave-hint")}</p>
            <AffectedBookings preview=preview.clone() />
            <ActionForm action=acts.off attr:class="row-actions">
                <input type="hidden" name="person" value=member.person.id.to_string() />
                <input type="hidden" name="seen" value=preview.seen />
                <button class="btn p">{texts.s("person-deactivate")}</button>
                <a class="btn o" href="/admin/people">{texts.s("cancel")}</a>
            </ActionForm>
        </section>
    }
}

#[component]
fn AddPersonForm(teams: Vec<Team>, typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddPerson>::new();
    let fields = Form::new(typed, &problem, Typed::default);
    let roles = Role::ALL.iter().map(move |role| (role.word().to_owned(), texts.s(&format!("role-{}", role.word()))));
    let none = (String::new(), texts.s("person-no-team"));
    let teams = teams.into_iter().map(move |team| (team.id.to_string(), texts.name(&team.name)));
    view! {
        <section class="card" aria-labelledby="person-title">
            <h2 id="person-title">{texts.s("person-add")}</h2>
            <p class="hint">{texts.s("person-add-hint")}</p>
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <div class="two">
                    {fields.text("name", "name")}{fields.input("given_name", "person-given", Look::FREE)}
                    {fields.input("email", "email", Look::EMAIL)}
                    {fields.select("role", texts.s("person-role"), roles.collect())}
                    {fields.select("team", texts.s("person-team"), std::iter::once(none).chain(teams).collect())}
                </div>
                <button class="btn p">{texts.s("person-add")}</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn AddTeamForm(typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddTeam>::new();
    let fields = Form::new(typed, &problem, Typed::default);
    view! {
        <section class="card" aria-labelledby="team-title">
            <h2 id="team-title">{texts.s("team-add")}</h2>
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <div class="two">{fields.text("team_ko", "name-ko")}{fields.input("team_en", "name-en", Look::FREE)}</div>
                <button class="btn o">{texts.s("team-add")}</button>
            </ActionForm>
        </section>
    }
}
