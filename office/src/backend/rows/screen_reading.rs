entity! {
    "screen_readings" {
        #[sea_orm(primary_key, auto_increment = false)]
        session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        screen: i32,
        desk_id: Uuid,
        at_terminal: bool,
        again: bool,
        opened_at: i64,
        last_at: i64,
        samples: i32,
        p50_us: Option<i32>,
        p95_us: Option<i32>,
    }
}
