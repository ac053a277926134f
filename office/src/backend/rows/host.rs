entity! {
    "hosts" {
        #[sea_orm(primary_key, auto_increment = false)]
        name: String,
        capacity: Option<i32>,
        state: String,
        version: i32,
    }
}
