entity! {
    "shadows" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        session_id: Uuid,
        viewer_id: Uuid,
        state: String,
        asked_at: i64,
        until: i64,
        opened_at: Option<i64>,
    }
}
