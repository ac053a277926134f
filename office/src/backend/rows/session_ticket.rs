entity! {
    "session_tickets" {
        #[sea_orm(primary_key, auto_increment = false)]
        hash: String,
        session_id: Uuid,
        person_id: Uuid,
        expires_at: i64,
        used_at: Option<i64>,
    }
}
