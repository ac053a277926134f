entity! {
    "terminal_calls" {
        #[sea_orm(primary_key, auto_increment = false)]
        hash: String,
        terminal_id: Uuid,
        arrival_id: Uuid,
        expires_at: i64,
        person_id: Option<Uuid>,
    }
}
