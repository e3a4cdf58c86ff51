//! Rate against a second parameter, cell by cell.

use search::{
    document::Node,
    trial::{Ending, Outcome},
};

use crate::{
    answers::{end, lease_all},
    door::{Door, GRID, snapshot},
    harness::{finite, on_each},
};

#[tokio::test]
async fn each_pair_of_values_is_a_cell_and_the_best_of_each_row_is_marked() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid =
            GRID.replace("points: 3 }", "points: 2 }, train.batch_size: { values: [64, 32] }");
        let map = format!("/api/v1/sweeps/{}/heatmap", door.submit(grid, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let blown = || Ending::Completed(Outcome::Diverged);
        // It ends above the loss of 2 that it began with.
        let died = finite(2.5);
        // Rates vary slowest: 0.01 with 64 and 32, then 1 with both; each with two seeds.
        let endings = [0.5, 0.25].map(finite).into_iter().chain([blown(), finite(1.75)]);
        let again = [1.5, 0.75].map(finite).into_iter().chain([blown(), died]);
        end(&bench, &worker, &leased, &endings.chain(again).collect::<Vec<_>>()).await;
        snapshot!(door.get(&map).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        others:
        - "train.batch_size"
        by: "train.batch_size"
        columns:
        - 0.01
        - 1.0
        rows:
        - 32
        - 64
        cells: {"column":[0,1,0,1],"row":[0,0,1,1],"mean":[0.5,1.75,1.0,null],"trials":[2,2,2,2],"diverged":[0,1,0,2],"best":[true,false,true,false]}
        "#);
        let other = door.get(&format!("{map}?by=optimizer.momentum")).await;
        let why = "by: \"optimizer.momentum\" does not vary in this sweep; choose train.batch_size";
        assert_eq!((other.status, other.text("detail").as_str()), (400, why));
    })
    .await;
}

#[tokio::test]
async fn a_sweep_in_which_only_the_rate_varies_has_no_cells() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let map = door.get(&format!("/api/v1/sweeps/{sweep}/heatmap")).await.json();
        assert_eq!(map.get("by"), Some(&Node::Null));
        assert_eq!(map.get("rows"), Some(&Node::List(Vec::new())));
    })
    .await;
}
