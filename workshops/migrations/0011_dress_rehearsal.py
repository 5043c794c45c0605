from django.db import migrations

BEFORE, NOW = 'exchange.services.rehearsals', 'exchange.dress_rehearsal.services'


def name_tasks(apps, schema_editor):
    """What waits for the worker names the task, which moved."""
    tasks = apps.get_model('django_tasks_database', 'DBTaskResult').objects
    for task in ('rehearse', 'clear_away'):
        tasks.filter(task_path=f'{BEFORE}.{task}').update(task_path=f'{NOW}.{task}')


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0010_shows_code'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
    ]

    operations = [
        migrations.RunPython(name_tasks, migrations.RunPython.noop),
    ]
