entity! {
    "people" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        email: String,
        name: String,
        given_name: String,
        role: String,
        team_id: Option<Uuid>,
        lang: String,
        visibility: String,
        mail: String,
        password_hash: Option<String>,
        active: bool,
        created_at: i64,
    }
}
