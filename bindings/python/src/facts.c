/* facts.c - what a catalog tells of itself, of its skills, roles and programs. */
#include "module.h"

static const rung_catalog *handle(PyObject *self)
{
    return ((rung_py_catalog *)self)->handle;
}

PyObject *rung_py_catalog_facts(PyObject *self, PyObject *unused)
{
    (void)unused;
    const rung_catalog *c = handle(self);
    rung_catalog_counts n = rung_catalog_count(c);
    rung_scale scale = rung_catalog_scale(c);
    return Py_BuildValue(
        "{ss ss ss sd sd sn sn sn sn sn sn sn sn sn ss}", "name", rung_catalog_name(c), "currency",
        rung_catalog_currency(c), "source", rung_catalog_source(c), "max_level", scale.levels,
        "grid", scale.grid, "skills", (Py_ssize_t)n.skills, "roles", (Py_ssize_t)n.roles,
        "rated_roles", (Py_ssize_t)n.rated_roles, "requirements", (Py_ssize_t)n.requirements,
        "programs", (Py_ssize_t)n.programs, "role_relations", (Py_ssize_t)n.role_relations,
        "skill_relations", (Py_ssize_t)n.skill_relations, "role_features",
        (Py_ssize_t)n.role_features, "dimensions", (Py_ssize_t)rung_catalog_dimensions(c),
        "likeness", rung_catalog_likeness(c) == RUNG_COSINE ? "cosine" : "product");
}

/* A list of what row() makes of each position. */
static PyObject *list(const rung_catalog *c, size_t count,
                      PyObject *(*row)(const rung_catalog *, uint32_t))
{
    PyObject *made = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; made && i < count; i++) {
        PyObject *item = row(c, (uint32_t)i);
        if (!item || PyList_SetItem(made, (Py_ssize_t)i, item) != 0)
            Py_CLEAR(made);
    }
    return made;
}

static PyObject *skill_row(const rung_catalog *c, uint32_t i)
{
    rung_skill s = rung_catalog_skill(c, i);
    return Py_BuildValue("(ssss)", s.id, s.name, s.group, rung_skill_kind_name(s.kind));
}

static PyObject *role_row(const rung_catalog *c, uint32_t i)
{
    rung_role r = rung_catalog_role(c, i);
    return Py_BuildValue("(ssssddddddiO)", r.id, r.title, r.family, r.group, r.education, r.wage,
                         r.employment, r.growth, r.openings, r.automation_risk, r.job_zone,
                         r.rated ? Py_True : Py_False);
}

static PyObject *program_row(const rung_catalog *c, uint32_t i)
{
    rung_program p = rung_catalog_program(c, i);
    PyObject *audience = PyTuple_New((Py_ssize_t)p.conditions);
    for (size_t k = 0; audience && k < p.conditions; k++) {
        PyObject *pair = Py_BuildValue("(ss)", p.audience[k].column, p.audience[k].value);
        if (!pair || PyTuple_SetItem(audience, (Py_ssize_t)k, pair) != 0)
            Py_CLEAR(audience);
    }
    if (!audience)
        return NULL;
    return Py_BuildValue("(ssdddiN)", p.id, p.name, p.cost, p.weeks, p.seats, p.opens_zone,
                         audience);
}

PyObject *rung_py_skills(PyObject *self, PyObject *unused)
{
    (void)unused;
    return list(handle(self), rung_catalog_skills(handle(self)), skill_row);
}

PyObject *rung_py_roles(PyObject *self, PyObject *unused)
{
    (void)unused;
    return list(handle(self), rung_catalog_roles(handle(self)), role_row);
}

PyObject *rung_py_programs(PyObject *self, PyObject *unused)
{
    (void)unused;
    return list(handle(self), rung_catalog_programs(handle(self)), program_row);
}
