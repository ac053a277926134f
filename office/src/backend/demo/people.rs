//! The demo office's teams and people.

use super::ADDRESSES;
use crate::model::person::{Role, Visibility};
use rand::{Rng, rngs::StdRng};
use std::collections::HashSet;

/// Teams in Korean and English.
pub const TEAMS: [(&str, &str); 12] = [
    ("공간지원팀", "Workplace"),
    ("발전운영팀", "Plant Operations"),
    ("재생에너지팀", "Renewables"),
    ("연료구매팀", "Fuel Purchasing"),
    ("안전보건팀", "Safety and Health"),
    ("디지털혁신팀", "Digital Innovation"),
    ("정보보안팀", "Information Security"),
    ("재무회계팀", "Finance"),
    ("인사문화팀", "People and Culture"),
    ("기획조정팀", "Planning"),
    ("대외협력팀", "External Relations"),
    ("감사실", "Audit Office"),
];

/// Somebody of the demo office.
pub struct PersonDraft {
    /// Surname and given name together.
    pub name: String,
    /// Given name.
    pub given_name: String,
    /// Address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Index of the team.
    pub team: usize,
    /// Who sees the name on the map.
    pub visibility: Visibility,
}

/// Surnames with how many of a thousand Koreans have them (2015 census, rounded), and their usual romanisation.
const SURNAMES: [(&str, &str, u32); 20] = [
    ("김", "kim", 215),
    ("이", "lee", 147),
    ("박", "park", 84),
    ("최", "choi", 47),
    ("정", "jung", 43),
    ("강", "kang", 24),
    ("조", "cho", 21),
    ("윤", "yoon", 20),
    ("장", "jang", 20),
    ("임", "lim", 17),
    ("한", "han", 15),
    ("오", "oh", 15),
    ("서", "seo", 15),
    ("신", "shin", 15),
    ("권", "kwon", 14),
    ("황", "hwang", 14),
    ("안", "ahn", 14),
    ("송", "song", 14),
    ("류", "ryu", 13),
    ("홍", "hong", 11),
];

const FIRST: [(&str, &str); 20] = [
    ("민", "min"),
    ("서", "seo"),
    ("지", "ji"),
    ("도", "do"),
    ("하", "ha"),
    ("예", "ye"),
    ("준", "jun"),
    ("시", "si"),
    ("은", "eun"),
    ("태", "tae"),
    ("수", "su"),
    ("현", "hyun"),
    ("가", "ga"),
    ("나", "na"),
    ("유", "yu"),
    ("재", "jae"),
    ("승", "seung"),
    ("소", "so"),
    ("다", "da"),
    ("건", "geon"),
];

const SECOND: [(&str, &str); 16] = [
    ("준", "jun"),
    ("연", "yeon"),
    ("우", "woo"),
    ("윤", "yoon"),
    ("현", "hyun"),
    ("린", "rin"),
    ("훈", "hoon"),
    ("영", "young"),
    ("진", "jin"),
    ("원", "won"),
    ("빈", "bin"),
    ("은", "eun"),
    ("호", "ho"),
    ("아", "a"),
    ("민", "min"),
    ("경", "kyung"),
];

/// Three hundred people. The first employee, facility manager and admin are those that the sign-in page offers.
pub fn people(random: &mut StdRng) -> Vec<PersonDraft> {
    let mut people = vec![
        known(("김지민", "지민", "jimin.kim"), Role::Employee, 0),
        known(("박수현", "수현", "suhyun.park"), Role::FacilityManager, 0),
        known(("이정훈", "정훈", "junghoon.lee"), Role::Admin, 5),
    ];
    let mut names: HashSet<String> = people.iter().map(|person| person.name.clone()).collect();
    let mut emails: HashSet<String> = people.iter().map(|person| person.email.clone()).collect();
    while people.len() < 300 {
        let (surname, latin) = surname(random);
        let (a, b) = (FIRST[random.random_range(0..FIRST.len())], SECOND[random.random_range(0..SECOND.len())]);
        let given = format!("{}{}", a.0, b.0);
        let name = format!("{surname}{given}");
        if a.0 == b.0 || !names.insert(name.clone()) {
            continue;
        }
        let plain = format!("{}{}.{latin}", a.1, b.1);
        let mut email = format!("{plain}{ADDRESSES}");
        let mut number = 2;
        while !emails.insert(email.clone()) {
            email = format!("{plain}{number}{ADDRESSES}");
            number += 1;
        }
        let role = match people.len() % 60 {
            30 => Role::FacilityManager,
            45 => Role::Admin,
            _ => Role::Employee,
        };
        let visibility = match random.random_range(0..100) {
            0..88 => Visibility::Everybody,
            88..96 => Visibility::Team,
            _ => Visibility::Nobody,
        };
        people.push(PersonDraft { name, given_name: given, email, role, team: people.len() % TEAMS.len(), visibility });
    }
    people
}

fn known((name, given, email): (&str, &str, &str), role: Role, team: usize) -> PersonDraft {
    PersonDraft {
        name: name.into(),
        given_name: given.into(),
        email: format!("{email}{ADDRESSES}"),
        role,
        team,
        visibility: Visibility::Everybody,
    }
}

fn surname(random: &mut StdRng) -> (&'static str, &'static str) {
    let whole: u32 = SURNAMES.iter().map(|(_, _, weight)| weight).sum();
    let mut drawn = random.random_range(0..whole);
    for (name, latin, weight) in SURNAMES {
        if drawn < weight {
            return (name, latin);
        }
        drawn -= weight;
    }
    (SURNAMES[0].0, SURNAMES[0].1)
}
