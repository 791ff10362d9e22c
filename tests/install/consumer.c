/* consumer.c - what a user's first program does: a small index, and no other header. */
#include <riskidx.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    rix_node nodes[] = { RIX_NODE_INIT, RIX_NODE_INIT, RIX_NODE_INIT };
    nodes[0].code = "risk";
    nodes[1].code = "beds";
    nodes[2].code = "debt";
    nodes[1].parent = nodes[2].parent = "risk";
    nodes[1].direction = -1;

    const double values[] = { 1.0, 30.0, 3.0, 20.0, 2.0, 40.0 };
    const rix_table table = { .values = rix_mat_c(values, 3, 2) };
    rix_framework *framework = NULL;
    rix_index *index = NULL;
    rix_error error = RIX_ERROR_INIT;
    if (rix_framework_new(nodes, 3, &framework, &error) != RIX_OK ||
        rix_index_build(&table, framework, NULL, &index, &error) != RIX_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }

    const rix_mat scores = rix_index_scores(index);
    int wrong = strcmp(rix_version(), RIX_VERSION) != 0;
    const double expected[] = { 75.0, 0.0, 75.0 };
    for (size_t i = 0; i < scores.rows; i++) {
        const double score = scores.data[(ptrdiff_t)i * scores.row_step];
        printf("%g\n", score);
        wrong |= !(fabs(score - expected[i]) < 1e-12);
    }
    printf("riskidx %s\n", rix_version());
    rix_index_free(index);
    rix_framework_free(framework);
    return wrong;
}
