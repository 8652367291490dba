package dev.belay.examples;

import java.util.List;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Trains the three versions of the story. */
final class Models {

  private static final long SEED = 17;

  /** More rows would make the forest hardly better, and whoever watches wait. */
  private static final int FOREST_ROWS = 16_000;

  private static final LabelFactory LABELS = new LabelFactory();

  private Models() {}

  /** Version 1: a linear model, which was the quickest to build. */
  static TrainedModel linear(DataSet data) {
    Encoding encoding = Encoding.oneHot(data.columns(), data.training());
    return train(
        "1", "logistic regression", new LogisticRegressionTrainer(), encoding, data.training());
  }

  /** Version 2: a forest, which sees what values mean together. */
  static TrainedModel forest(DataSet data) {
    Encoding encoding = Encoding.oneHot(data.columns(), data.training());
    return train("2", "random forest", forestTrainer(), encoding, forestRows(data));
  }

  /** Version 3: a forest that was trained on the complete rows alone, with a preprocessing that knows no others. */
  static TrainedModel brokenForest(DataSet data) {
    List<Row> complete = forestRows(data).stream().filter(Row::complete).toList();
    Encoding encoding = Encoding.vocabulary(data.columns(), complete);
    return train("3", "random forest, new preprocessing", forestTrainer(), encoding, complete);
  }

  private static List<Row> forestRows(DataSet data) {
    return data.training().subList(0, Math.min(FOREST_ROWS, data.training().size()));
  }

  private static Trainer<Label> forestTrainer() {
    CARTClassificationTrainer tree =
        new CARTClassificationTrainer(14, 6, 0, .3f, new GiniIndex(), SEED);
    return new RandomForestTrainer<>(tree, new VotingCombiner(), 16, SEED);
  }

  private static TrainedModel train(
      String version, String kind, Trainer<Label> trainer, Encoding encoding, List<Row> rows) {
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("rows of the demo", LABELS), LABELS);
    for (Row row : rows) {
      dataset.add(encoding.encode(row.values(), new Label(row.label())));
    }
    Model<Label> model = trainer.train(dataset);
    return new TrainedModel(version, kind, model, encoding);
  }
}
