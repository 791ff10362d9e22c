/* names.c - finding an enumerator by its name. */
#include "base/names.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum { LIST_SIZE = 160 };

/* "a, b, c" */
static void list_names(char list[LIST_SIZE], const char (*names)[RIX_I_NAME_SIZE], size_t count)
{
    list[0] = '\0';
    for (size_t k = 0; k < count; k++) {
        if (strlen(list) + strlen(names[k]) + 3 > LIST_SIZE) return;
        if (k > 0) strcat(list, ", ");
        strcat(list, names[k]);
    }
}

rix_status rix_i_find_name(const char *name, const char (*names)[RIX_I_NAME_SIZE], size_t count,
                           const char *what, size_t *found, rix_error *err)
{
    char list[LIST_SIZE];
    if (!name) return rix_i_null(err, "name");
    for (size_t k = 0; k < count; k++) {
        if (strcmp(name, names[k]) == 0) {
            *found = k;
            return RIX_OK;
        }
    }
    list_names(list, names, count);
    return rix_i_fail(err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE, "no %s '%s'; there are: %s", what,
                      rix_i_label(name).s, list);
}
